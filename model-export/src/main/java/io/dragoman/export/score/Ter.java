package io.dragoman.export.score;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Translation edit rate (Snover et al. 2006) as sacreBLEU 2.6.0 defines it: insertions, deletions, substitutions and shifts of runs, as a
 * percentage of the reference's words; lower is better. With several references, the fewest edits over the mean length.
 *
 * <p>Statistics: edits, mean reference length.
 */
public final class Ter implements CorpusMetric {
    /**
     * What may be varied; all off by default.
     *
     * @param normalized whether punctuation is cut from words and entities are resolved
     * @param noPunctuation whether punctuation is left out
     * @param asianSupport whether Chinese and Japanese characters are words of their own; takes effect with one of the former
     */
    public record Options(boolean normalized, boolean noPunctuation, boolean asianSupport, boolean caseSensitive) {
        public static final Options DEFAULTS = new Options(false, false, false, false);
    }

    /**
     * A TER score with its parts.
     *
     * @param score a percentage, above 100 where the hypothesis needs more edits than the reference has words
     * @param referenceLength words, the mean over a segment's references, summed over segments
     */
    public record Score(double score, long edits, double referenceLength, String signature) {}

    private final Options options;
    private final TercomTokenizer tokenizer;

    public Ter(Options options) {
        this.options = options;
        tokenizer = new TercomTokenizer(options);
    }

    /**
     * Corpus TER with sacreBLEU's defaults.
     *
     * @param referenceStreams each as long as the hypotheses; null where a stream lacks a segment's reference
     * @throws IllegalArgumentException where lengths differ or a segment has no reference
     */
    public static Score corpus(List<String> hypotheses, List<? extends List<@Nullable String>> referenceStreams) {
        return new Ter(Options.DEFAULTS).corpusScore(ScoredCorpus.of(hypotheses, referenceStreams));
    }

    /** The score of a corpus with its parts. */
    public Score corpusScore(ScoredCorpus corpus) {
        return parts(statistics(corpus), signature(corpus.referenceCount()));
    }

    /** The score of one segment with its parts. */
    public Score sentenceScore(String hypothesis, List<String> references) {
        return parts(statistics(hypothesis, references), signature(Integer.toString(references.size())));
    }

    private Score parts(double[] statistics, String signature) {
        return new Score(score(statistics), Math.round(statistics[0]), statistics[1], signature);
    }

    @Override
    public String name() {
        return "TER";
    }

    @Override
    public String signature(String referenceCount) {
        return "nrefs:" + referenceCount
                + "|case:" + (options.caseSensitive ? "mixed" : "lc")
                + "|tok:tercom"
                + "|norm:" + (options.normalized ? "yes" : "no")
                + "|punct:" + (options.noPunctuation ? "no" : "yes")
                + "|asian:" + (options.asianSupport ? "yes" : "no")
                + "|version:" + Bleu.VERSION;
    }

    @Override
    public double[] statistics(String hypothesis, List<String> references) {
        List<String> words = words(hypothesis);
        int fewest = Integer.MAX_VALUE;
        int lengths = 0;
        for (String reference : references) {
            List<String> referenceWords = words(reference);
            fewest = Math.min(fewest, ShiftSearch.edits(words, referenceWords));
            lengths += referenceWords.size();
        }
        return new double[] {fewest, (double) lengths / references.size()};
    }

    List<String> words(String segment) {
        return tokenizer.words(segment);
    }

    /** Edits over reference words; against nothing but empty references, 100 for any edit and 0 for none. */
    @Override
    public double score(double[] statistics) {
        if (statistics[1] > 0) {
            return 100 * statistics[0] / statistics[1];
        }
        return statistics[0] > 0 ? 100 : 0;
    }
}
