package io.dragoman.export.score;

import java.util.List;

/**
 * A BLEU score and its parts.
 *
 * @param score a percentage
 * @param precisions percentages, one for each n-gram order, smoothed
 * @param brevityPenalty in [0, 1]
 * @param systemLength words in the hypotheses
 * @param referenceLength words in the nearest references
 * @param counts matched n-grams of each order; add-k smoothing is included in them
 * @param totals n-grams of each order in the hypotheses; add-k smoothing is included in them
 * @param signature what was computed, in sacreBLEU's notation
 */
public record BleuScore(
        double score,
        List<Double> precisions,
        double brevityPenalty,
        long systemLength,
        long referenceLength,
        List<Double> counts,
        List<Double> totals,
        String signature) {
    public BleuScore {
        precisions = List.copyOf(precisions);
        counts = List.copyOf(counts);
        totals = List.copyOf(totals);
    }
}
