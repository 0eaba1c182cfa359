package io.dragoman.export.training;

import java.util.Locale;

/** What the greedy dev outputs of an epoch are worth, per cent. */
public sealed interface DevScores {
    /** The one by which the best epoch is chosen and, in a search, the best trial. */
    double deciding();

    /** In words, for a line of progress. */
    String describe();

    /**
     * Of texts; all references, cased.
     *
     * @param bleu tokenizer 13a
     * @param exact outputs equal to a reference; NaN in a file of an older version
     */
    record OfTexts(double bleu, double chrf, double exact) implements DevScores {
        @Override
        public double deciding() {
            return bleu;
        }

        @Override
        public String describe() {
            return String.format(Locale.ROOT, "dev BLEU %.1f, chrF %.1f, exact %.1f %%", bleu, chrf, exact);
        }
    }

    /**
     * Of labels, for which one token is too short a text to have BLEU; a dev pair is a sample, as in {@code evaluate}.
     *
     * @param macroF1 mean over the labels that occur, as truth or as answer
     */
    record OfLabels(double accuracy, double macroF1) implements DevScores {
        @Override
        public double deciding() {
            return accuracy;
        }

        @Override
        public String describe() {
            return String.format(Locale.ROOT, "dev accuracy %.1f %%, macro F1 %.1f %%", accuracy, macroF1);
        }
    }
}
