package io.dragoman.engine;

import io.dragoman.engine.consensus.Consensus;
import io.dragoman.engine.model.Seq2SeqModel;
import io.dragoman.engine.search.BeamSearch;
import io.dragoman.engine.search.Deadline;
import io.dragoman.engine.search.DeadlineExceededException;
import io.dragoman.engine.search.GraphSearch;
import io.dragoman.engine.search.GreedySearch;
import io.dragoman.engine.search.Hypothesis;
import io.dragoman.engine.search.LabelRanking;
import io.dragoman.engine.search.SearchOptions;
import io.dragoman.engine.search.SearchRules;
import io.dragoman.engine.search.SearchStrategy;
import io.dragoman.engine.search.SuppressTokens;
import io.dragoman.engine.text.LabelTokenizer;
import io.dragoman.engine.text.Tokenizer;
import io.dragoman.engine.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** From sources to outcomes: batches of one beam size and similar lengths, search, text. */
final class Generator {
    private final Seq2SeqModel model;
    private final Tokenizer target;
    private final EngineOptions options;
    private final Consumer<BatchStatistics> listener;
    private final @Nullable Consensus consensus; // null: the likeliest hypothesis is the best
    private final SearchStrategy greedy;
    private final SearchStrategy beam;

    /** @param target the tokenizer of generated texts, or the labels that are all there is to generate */
    Generator(
            Seq2SeqModel model,
            Tokenizer target,
            @Nullable Consensus consensus,
            EngineOptions options,
            Consumer<BatchStatistics> listener) {
        this.consensus = consensus;
        this.model = model;
        this.target = target;
        this.options = options;
        this.listener = listener;
        Vocabulary vocabulary = target.vocabulary();
        Set<Integer> unsayable = Set.of(vocabulary.bos(), vocabulary.pad());
        SearchRules rules = new SearchRules(vocabulary.bos(), vocabulary.eos(), List.of(new SuppressTokens(unsayable)));
        if (target instanceof LabelTokenizer labels) {
            this.greedy = new LabelRanking(
                    vocabulary.bos(), labels.first(), labels.labels().size());
            this.beam = greedy;
        } else {
            this.greedy = new GraphSearch(rules, new GreedySearch(rules));
            this.beam = new GraphSearch(rules, new BeamSearch(rules));
        }
    }

    /** Puts every source's outcome at its place. */
    void generate(List<Source> sources, @Nullable Outcome[] outcomes) {
        for (List<Source> batch : batches(sources)) {
            try {
                search(batch, outcomes);
            } catch (DeadlineExceededException e) {
                fail(batch, Reason.DEADLINE_EXCEEDED, e, outcomes);
            } catch (RuntimeException e) {
                fail(batch, Reason.INFERENCE_FAILED, e, outcomes);
            }
        }
    }

    private List<List<Source>> batches(List<Source> sources) {
        Map<Integer, List<Source>> byBeam = sources.stream()
                .collect(Collectors.groupingBy(s -> s.options().beamSize(), TreeMap::new, Collectors.toList()));
        List<List<Source>> batches = new ArrayList<>();
        for (List<Source> group : byBeam.values()) {
            List<Source> sorted = new ArrayList<>(group);
            sorted.sort(Comparator.comparingInt(s -> s.ids().length));
            int size = batchSize(sorted.get(0).options().beamSize());
            for (int from = 0; from < sorted.size(); from += size) {
                batches.add(sorted.subList(from, Math.min(from + size, sorted.size())));
            }
        }
        return batches;
    }

    /** A row of the decoder holds keys and values of its whole source: memory follows rows, not sentences. */
    private int batchSize(int beamSize) {
        return Math.clamp(
                (long) EngineOptions.ROWS_A_SENTENCE * options.maxBatchSize() / beamSize, 1, options.maxBatchSize());
    }

    private void search(List<Source> batch, @Nullable Outcome[] outcomes) {
        long start = System.nanoTime();
        TimedModel timed = new TimedModel(model);
        List<List<Hypothesis>> found = search(timed, batch, Deadline.after(options.batchDeadline()));
        listener.accept(statistics(batch, found, timed, System.nanoTime() - start));
        for (int i = 0; i < batch.size(); i++) {
            outcomes[batch.get(i).index()] = generated(batch.get(i), found.get(i));
        }
    }

    /** One source's hypotheses as tokens: those that {@link #generate} makes texts of. */
    List<Hypothesis> hypotheses(Source source, Deadline deadline) {
        return search(model, List.of(source), deadline).get(0);
    }

    /** Sources of one beam size. */
    private List<List<Hypothesis>> search(Seq2SeqModel searched, List<Source> batch, Deadline deadline) {
        SearchStrategy strategy = strategy(batch.get(0).options());
        Consensus chosenBy = consensus;
        if (chosenBy == null) {
            return strategy.search(
                    searched, batch.stream().map(Source::toSearch).toList(), deadline);
        }
        List<List<Hypothesis>> found = strategy.search(
                searched, batch.stream().map(Source::toWholeSearch).toList(), deadline);
        return IntStream.range(0, batch.size())
                .mapToObj(i ->
                        chosen(found.get(i), chosenBy, batch.get(i).options().nBest()))
                .toList();
    }

    private List<Hypothesis> chosen(List<Hypothesis> found, Consensus chosenBy, int count) {
        List<String> texts = found.stream().map(h -> target.decode(h.tokens())).toList();
        double[] scores = found.stream().mapToDouble(Hypothesis::score).toArray();
        return Arrays.stream(chosenBy.order(texts, scores))
                .limit(count)
                .mapToObj(found::get)
                .toList();
    }

    private SearchStrategy strategy(SearchOptions wish) {
        return wish.beamSize() == 1 ? greedy : beam;
    }

    private static BatchStatistics statistics(
            List<Source> batch, List<List<Hypothesis>> found, TimedModel timed, long totalNanos) {
        int longest = 0;
        int sourceTokens = 0;
        int targetTokens = 0;
        int guardAside = 0;
        for (int i = 0; i < batch.size(); i++) {
            int length = batch.get(i).ids().length;
            longest = Math.max(longest, length);
            sourceTokens += length;
            Hypothesis best = found.get(i).get(0);
            targetTokens += best.tokens().length + (best.complete() ? 1 : 0);
            guardAside += best.aside() ? 1 : 0;
        }
        return new BatchStatistics(
                batch.size(),
                batch.get(0).options().beamSize(),
                sourceTokens,
                longest * batch.size(),
                targetTokens,
                timed.steps(),
                guardAside,
                timed.encodeNanos(),
                timed.decodeNanos(),
                totalNanos);
    }

    private Outcome.Generated generated(Source source, List<Hypothesis> hypotheses) {
        Hypothesis best = hypotheses.get(0);
        Set<Flag> flags = flags(source, best.complete(), best.aside());
        List<GeneratedHypothesis> texts = hypotheses.stream()
                .map(h -> new GeneratedHypothesis(target.decode(h.tokens()), rounded(h.score())))
                .toList();
        return new Outcome.Generated(texts, flags);
    }

    /**
     * What a reader should know.
     *
     * @param complete whether the best hypothesis ended by itself
     * @param aside whether its constraint stood aside
     */
    static Set<Flag> flags(Source source, boolean complete, boolean aside) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        flags.addAll(source.flags());
        if (!complete) {
            flags.add(Flag.TARGET_TRUNCATED);
        }
        if (aside) {
            flags.add(Flag.GUARD_ASIDE);
        }
        return flags;
    }

    static double rounded(double score) {
        return Math.round(score * 1e4) / 1e4;
    }

    private static void fail(List<Source> batch, Reason reason, RuntimeException cause, @Nullable Outcome[] outcomes) {
        Outcome failed = new Outcome.Failed(reason, String.valueOf(cause.getMessage()), cause);
        batch.forEach(source -> outcomes[source.index()] = failed);
    }
}
