package io.dragoman.export.score;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * ROUGE (Lin 2004) as rouge-score 0.1.2 defines it: precision, recall and F1 of n-grams, of the longest common subsequence, and of the union
 * of such subsequences over the lines of a summary. Only a-z and 0-9 make words, so text in other scripts scores 0.
 */
public final class Rouge {
    /** The variants, under their published names. */
    public enum Variant {
        ROUGE1("rouge1"),
        ROUGE2("rouge2"),
        ROUGE3("rouge3"),
        /** The longest common subsequence; lines are ignored. */
        ROUGE_L("rougeL"),
        /** For each reference line, the union of its common subsequences with all lines of the prediction. */
        ROUGE_LSUM("rougeLsum");

        private final String code;

        Variant(String code) {
            this.code = code;
        }

        /** The variant's published name. */
        public String code() {
            return code;
        }
    }

    /** Precision, recall and their harmonic mean, each 0 to 1. */
    public record Score(double precision, double recall, double f) {
        static Score of(double hits, int predicted, int expected) {
            if (predicted == 0 || expected == 0) {
                return new Score(0, 0, 0);
            }
            double precision = hits / predicted;
            double recall = hits / expected;
            double f = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
            return new Score(precision, recall, f);
        }
    }

    private static final Pattern LINE_FEED = Pattern.compile("\n");
    private static final Pattern NOT_IN_WORDS = Pattern.compile("[^a-z0-9]+");

    private final boolean stemmed;

    /**
     * A scorer.
     *
     * @param stemmed whether words of more than three characters are reduced to their Porter stem
     */
    public Rouge(boolean stemmed) {
        this.stemmed = stemmed;
    }

    /** The score of a prediction against one target. */
    public Score score(Variant variant, String target, String prediction) {
        return switch (variant) {
            case ROUGE1 -> ngrams(words(target), words(prediction), 1);
            case ROUGE2 -> ngrams(words(target), words(prediction), 2);
            case ROUGE3 -> ngrams(words(target), words(prediction), 3);
            case ROUGE_L -> subsequence(words(target), words(prediction));
            case ROUGE_LSUM -> summary(lines(target), lines(prediction));
        };
    }

    /** The score against the target that gives the best F. */
    public Score score(Variant variant, List<String> targets, String prediction) {
        Score best = score(variant, targets.getFirst(), prediction);
        for (String target : targets.subList(1, targets.size())) {
            Score score = score(variant, target, prediction);
            best = score.f > best.f ? score : best;
        }
        return best;
    }

    /** Each variant's means over the segments of a corpus, rouge3 left out as custom has it. */
    public Map<Variant, Score> corpusScores(ScoredCorpus corpus) {
        Map<Variant, Score> means = new LinkedHashMap<>();
        for (Variant variant : List.of(Variant.ROUGE1, Variant.ROUGE2, Variant.ROUGE_L, Variant.ROUGE_LSUM)) {
            means.put(variant, mean(variant, corpus));
        }
        return means;
    }

    private Score mean(Variant variant, ScoredCorpus corpus) {
        double precision = 0;
        double recall = 0;
        double f = 0;
        for (ScoredCorpus.Segment segment : corpus.segments()) {
            Score score = score(variant, segment.references(), segment.hypothesis());
            precision += score.precision;
            recall += score.recall;
            f += score.f;
        }
        int segments = Math.max(1, corpus.segments().size());
        return new Score(precision / segments, recall / segments, f / segments);
    }

    List<String> words(String text) {
        String letters = NOT_IN_WORDS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ");
        List<String> words = WhiteSpace.split(letters);
        return stemmed
                ? words.stream()
                        .map(word -> word.length() > 3 ? PorterStemmer.stem(word) : word)
                        .toList()
                : words;
    }

    private List<List<String>> lines(String text) {
        return LINE_FEED.splitAsStream(text).map(this::words).toList();
    }

    private static Score ngrams(List<String> target, List<String> prediction, int order) {
        Map<String, Integer> expected = Ngrams.ofWords(target, order);
        Map<String, Integer> predicted = Ngrams.ofWords(prediction, order);
        return Score.of(Ngrams.matches(predicted, expected), Ngrams.total(predicted), Ngrams.total(expected));
    }

    private static Score subsequence(List<String> target, List<String> prediction) {
        int length = lengths(target, prediction)[target.size()][prediction.size()];
        return Score.of(length, prediction.size(), target.size());
    }

    /** Lin's summary-level score; a word counts no more often than it occurs on either side. */
    private static Score summary(List<List<String>> target, List<List<String>> prediction) {
        Map<String, Integer> expected = counts(target);
        Map<String, Integer> predicted = counts(prediction);
        int totalExpected = Ngrams.total(expected);
        int totalPredicted = Ngrams.total(predicted);
        int hits = 0;
        for (List<String> line : target) {
            BitSet union = new BitSet();
            prediction.forEach(other -> union.or(commonPositions(line, other)));
            for (int position : union.stream().toArray()) {
                String word = line.get(position);
                if (expected.getOrDefault(word, 0) > 0 && predicted.getOrDefault(word, 0) > 0) {
                    hits++;
                    expected.merge(word, -1, Integer::sum);
                    predicted.merge(word, -1, Integer::sum);
                }
            }
        }
        return Score.of(hits, totalPredicted, totalExpected);
    }

    private static Map<String, Integer> counts(List<List<String>> lines) {
        List<String> words = new ArrayList<>();
        lines.forEach(words::addAll);
        return new HashMap<>(Ngrams.ofWords(words, 1));
    }

    /** The positions in the target line of one longest common subsequence; of several, the one rouge-score picks. */
    private static BitSet commonPositions(List<String> target, List<String> prediction) {
        int[][] lengths = lengths(target, prediction);
        BitSet positions = new BitSet();
        int i = target.size();
        int j = prediction.size();
        while (i > 0 && j > 0) {
            if (target.get(i - 1).equals(prediction.get(j - 1))) {
                positions.set(--i);
                j--;
            } else if (lengths[i][j - 1] > lengths[i - 1][j]) {
                j--;
            } else {
                i--;
            }
        }
        return positions;
    }

    /** The length of the longest common subsequence of each pair of prefixes: (target words + 1, prediction words + 1). */
    private static int[][] lengths(List<String> target, List<String> prediction) {
        int[][] lengths = new int[target.size() + 1][prediction.size() + 1];
        for (int i = 1; i <= target.size(); i++) {
            for (int j = 1; j <= prediction.size(); j++) {
                lengths[i][j] = target.get(i - 1).equals(prediction.get(j - 1))
                        ? lengths[i - 1][j - 1] + 1
                        : Math.max(lengths[i - 1][j], lengths[i][j - 1]);
            }
        }
        return lengths;
    }
}
