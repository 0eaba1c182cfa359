package io.dragoman.export.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dragoman.export.score.Bleu;
import io.dragoman.export.score.BleuScore;
import io.dragoman.export.score.BleuTokenizer;
import io.dragoman.export.score.ChrF;
import io.dragoman.export.score.CorpusMetric;
import io.dragoman.export.score.Resampling;
import io.dragoman.export.score.Rouge;
import io.dragoman.export.score.ScoredCorpus;
import io.dragoman.export.score.Smoothing;
import io.dragoman.export.score.Ter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code score}: a file of hypotheses against files of references, line by line. Exit codes: 0 scored, 2 wrong usage (files that cannot be
 * read or do not align).
 */
@Command(
        name = "score",
        description = "Score hypotheses against references, line by line, as sacreBLEU and rouge-score do.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ScoreCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Option(names = "--metric", required = true, paramLabel = "NAME", description = "bleu, chrf, chrf++, ter or rouge")
    private String metric;

    @Option(names = "--hypotheses", required = true, paramLabel = "FILE", description = "one hypothesis a line")
    private Path hypotheses;

    @Option(
            names = "--references",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "one reference a line; several files are several references; an empty line is an empty one")
    private List<Path> references;

    @Option(names = "--json", description = "print one JSON object a line")
    private boolean json;

    @Option(names = "--lowercase", description = "ignore case (BLEU and chrF; TER and ROUGE do so anyway)")
    private boolean lowercase;

    @Option(
            names = "--confidence",
            arity = "0..1",
            fallbackValue = "1000",
            paramLabel = "N",
            description = "add the mean and 95 %% interval of N bootstrap resamples (1000); not for ROUGE")
    private @Nullable Integer confidence;

    @ArgGroup(exclusive = false, validate = false, heading = "BLEU%n")
    private BleuOptions bleu = new BleuOptions();

    @ArgGroup(exclusive = false, validate = false, heading = "TER and ROUGE%n")
    private OtherOptions other = new OtherOptions();

    static final class BleuOptions {
        @Option(names = "--tokenizer", defaultValue = "13a", description = "13a, intl, none, char or zh (13a)")
        private String tokenizer;

        @Option(names = "--smoothing", defaultValue = "exp", description = "exp, floor, add-k or none (exp)")
        private String smoothing;

        @Option(names = "--smoothing-value", description = "the floor (0.1), or the k of add-k (1)")
        private @Nullable Double smoothingValue;
    }

    static final class OtherOptions {
        @Option(names = "--normalized", description = "TER: cut punctuation from words")
        private boolean normalized;

        @Option(names = "--no-punctuation", description = "TER: leave punctuation out")
        private boolean noPunctuation;

        @Option(names = "--asian-support", description = "TER: Chinese and Japanese characters are words")
        private boolean asianSupport;

        @Option(names = "--case-sensitive", description = "TER: heed case")
        private boolean caseSensitive;

        @Option(names = "--stem", description = "ROUGE: reduce words to their Porter stem")
        private boolean stem;
    }

    @Override
    public Integer call() {
        try {
            ScoredCorpus corpus = corpus();
            switch (metric) {
                case "bleu" -> scoreBleu(corpus);
                case "chrf" -> scoreChrF(corpus, 0);
                case "chrf++" -> scoreChrF(corpus, 2);
                case "ter" -> scoreTer(corpus);
                case "rouge" -> scoreRouge(corpus);
                default ->
                    throw wrong("unknown metric '" + metric + "', expected one of bleu, chrf, chrf++, ter, rouge");
            }
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private ParameterException wrong(@Nullable String message) {
        return new ParameterException(spec.commandLine(), String.valueOf(message));
    }

    private ScoredCorpus corpus() {
        List<String> segments = lines(hypotheses);
        List<List<@Nullable String>> streams = new ArrayList<>();
        for (Path file : references) {
            List<String> stream = lines(file);
            if (stream.size() != segments.size()) {
                throw wrong(file + " has " + stream.size() + " lines, expected " + segments.size() + " as in "
                        + hypotheses);
            }
            streams.add(new ArrayList<@Nullable String>(stream));
        }
        if (segments.isEmpty()) {
            throw wrong(hypotheses + " has no lines, expected at least 1");
        }
        return ScoredCorpus.of(segments, streams);
    }

    /** The lines between line feeds alone, so that no other character of a text breaks the alignment. */
    private List<String> lines(Path file) {
        try {
            String text = Files.readString(file);
            if (text.isEmpty()) {
                return List.of();
            }
            String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            return List.of(body.split("\n", -1));
        } catch (CharacterCodingException e) {
            throw wrong(file + " is not UTF-8");
        } catch (IOException e) {
            throw wrong("cannot read " + file + ": " + e);
        }
    }

    private void scoreBleu(ScoredCorpus corpus) {
        Smoothing method = Smoothing.of(bleu.smoothing);
        Smoothing smoothing = bleu.smoothingValue == null ? method : method.withValue(bleu.smoothingValue);
        Bleu scorer = new Bleu(new Bleu.Options(BleuTokenizer.ofCode(bleu.tokenizer), smoothing, lowercase, false, 4));
        BleuScore score = scorer.corpusScore(corpus);
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("precisions", score.precisions());
        parts.put("bp", score.brevityPenalty());
        parts.put("sys_len", score.systemLength());
        parts.put("ref_len", score.referenceLength());
        parts.put("counts", whole(score.counts()));
        parts.put("totals", whole(score.totals()));
        print(scorer, score.score(), score.signature(), parts, corpus);
    }

    /** Counts are whole numbers unless add-k made them otherwise. */
    private static List<Number> whole(List<Double> counts) {
        return counts.stream()
                .map(count -> count == Math.rint(count) ? (Number) Long.valueOf(count.longValue()) : count)
                .toList();
    }

    private void scoreChrF(ScoredCorpus corpus, int wordOrder) {
        ChrF scorer = new ChrF(new ChrF.Options(6, wordOrder, 2, lowercase, false, false));
        ChrF.Score score = scorer.corpusScore(corpus);
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("char_order", 6);
        parts.put("word_order", wordOrder);
        parts.put("beta", 2);
        print(scorer, score.score(), score.signature(), parts, corpus);
    }

    private void scoreTer(ScoredCorpus corpus) {
        Ter scorer = new Ter(
                new Ter.Options(other.normalized, other.noPunctuation, other.asianSupport, other.caseSensitive));
        Ter.Score score = scorer.corpusScore(corpus);
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("num_edits", score.edits());
        parts.put("ref_length", score.referenceLength());
        print(scorer, score.score(), score.signature(), parts, corpus);
    }

    private void scoreRouge(ScoredCorpus corpus) {
        if (confidence != null) {
            throw wrong("--confidence is not offered for rouge");
        }
        new Rouge(other.stem).corpusScores(corpus).forEach((variant, score) -> {
            if (json) {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("metric", variant.code());
                object.put("precision", score.precision());
                object.put("recall", score.recall());
                object.put("f", score.f());
                printJson(object);
            } else {
                out().printf(
                                Locale.ROOT,
                                "%s: precision = %.4f recall = %.4f f = %.4f%n",
                                variant.code(),
                                score.precision(),
                                score.recall(),
                                score.f());
            }
        });
    }

    private void print(
            CorpusMetric scorer, double score, String signature, Map<String, Object> parts, ScoredCorpus corpus) {
        if (confidence != null) {
            Resampling.Confidence estimate =
                    new Resampling(confidence, Resampling.DEFAULTS.seed()).confidence(scorer, corpus);
            parts.put("mean", estimate.mean());
            parts.put("ci", estimate.interval());
        }
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("metric", metric);
            object.put("score", score);
            object.put("signature", signature);
            object.putAll(parts);
            printJson(object);
        } else {
            out().printf(Locale.ROOT, "%s|%s = %.2f %s%n", scorer.name(), signature, score, parts);
        }
    }

    private void printJson(Map<String, Object> object) {
        try {
            out().println(JSON.writeValueAsString(object));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
