package io.dragoman.engine;

import io.dragoman.engine.explanation.ExplainedHypothesis;
import io.dragoman.engine.explanation.Segmented;
import io.dragoman.engine.explanation.WordSegmenter;
import io.dragoman.engine.model.Seq2SeqModel;
import io.dragoman.engine.search.Deadline;
import io.dragoman.engine.search.DeadlineExceededException;
import io.dragoman.engine.search.ForcedDecoding;
import io.dragoman.engine.search.Hypothesis;
import io.dragoman.engine.search.SearchOptions;
import io.dragoman.engine.text.LabelTokenizer;
import io.dragoman.engine.text.Tokenizer;
import io.dragoman.engine.text.Vocabulary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Explains by searching as always and then decoding the chosen hypotheses once more by force, so that search stays lean. */
final class Explainer {
    private final ModelIdentity identity;
    private final RequestReader reader;
    private final Generator generator;
    private final Seq2SeqModel model;
    private final Vocabulary vocabulary;
    private final WordSegmenter sourceWords;
    private final WordSegmenter targetWords;
    private final @Nullable LabelTokenizer labels;
    private final Duration allowed;

    Explainer(
            ModelIdentity identity,
            RequestReader reader,
            Generator generator,
            Seq2SeqModel model,
            Tokenizer tokenizer,
            @Nullable LabelTokenizer labels,
            Duration allowed) {
        this.identity = identity;
        this.reader = reader;
        this.generator = generator;
        this.model = model;
        this.vocabulary = tokenizer.vocabulary();
        this.sourceWords = new WordSegmenter(tokenizer);
        this.targetWords = labels == null ? sourceWords : new WordSegmenter(labels);
        this.labels = labels;
        this.allowed = allowed;
    }

    /**
     * What is forced.
     *
     * @param ids with the end of sentence where it has one
     * @param aside whether search said it because its constraint stood aside
     */
    private record Target(int[] ids, boolean aside) {}

    private interface Targets {
        List<Target> of(Source source);
    }

    Explained explain(GenerationRequest request) {
        return explain(
                request,
                source -> generator.hypotheses(source, Deadline.after(allowed)).stream()
                        .map(this::spoken)
                        .toList());
    }

    Explained explain(GenerationRequest request, String target) {
        return switch (reader.readTarget(target)) {
            case RequestReader.Target.Ok ok -> explain(request, source -> List.of(new Target(ok.ids(), false)));
            case RequestReader.Target.Refused refused -> new Explained.Not(refused.rejection());
        };
    }

    private Target spoken(Hypothesis hypothesis) {
        int[] tokens = hypothesis.tokens();
        if (!hypothesis.complete()) {
            return new Target(tokens, hypothesis.aside());
        }
        int[] ended = Arrays.copyOf(tokens, tokens.length + 1);
        ended[tokens.length] = vocabulary.eos();
        return new Target(ended, hypothesis.aside());
    }

    private Explained explain(GenerationRequest request, Targets targets) {
        @Nullable Outcome[] refusals = new @Nullable Outcome[1];
        List<Source> sources = reader.read(List.of(request), refusals);
        Outcome refusal = refusals[0];
        if (refusal != null) {
            return new Explained.Not(refusal);
        }
        try {
            return explanation(sources.get(0), targets.of(sources.get(0)));
        } catch (DeadlineExceededException e) {
            return failed(Reason.DEADLINE_EXCEEDED, e);
        } catch (RuntimeException e) {
            return failed(Reason.INFERENCE_FAILED, e);
        }
    }

    private double probability(LabelTokenizer all, Source source, int label) {
        int count = all.labels().size();
        SearchOptions every = new SearchOptions(count, count, 0, 1, 0);
        return generator
                .hypotheses(
                        new Source(source.index(), source.ids(), every, source.constraint(), source.flags()),
                        Deadline.after(allowed))
                .stream()
                .filter(hypothesis -> hypothesis.tokens()[0] == label)
                .findFirst()
                .orElseThrow()
                .score();
    }

    private static Explained failed(Reason reason, RuntimeException cause) {
        return new Explained.Not(new Outcome.Failed(reason, String.valueOf(cause.getMessage()), cause));
    }

    private Explanation explanation(Source source, List<Target> targets) {
        List<ForcedDecoding.Path> paths = ForcedDecoding.decode(
                model,
                source.ids(),
                vocabulary.bos(),
                targets.stream().map(Target::ids).toList(),
                Deadline.after(allowed));
        Segmented read = sourceWords.segment(source.ids());
        List<ExplainedHypothesis> hypotheses = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            int[] target = targets.get(i).ids();
            ForcedDecoding.Path path = paths.get(i);
            double score = Generator.rounded(
                    labels == null
                            ? source.options().score(path.logProb(), target.length)
                            : probability(labels, source, target[0]));
            boolean complete = target[target.length - 1] == vocabulary.eos();
            hypotheses.add(ExplainedHypothesis.of(read, targetWords.segment(target), score, complete, path));
        }
        Set<Flag> flags = Generator.flags(
                source, hypotheses.get(0).complete(), targets.get(0).aside());
        return new Explanation(identity, flags, read, hypotheses);
    }
}
