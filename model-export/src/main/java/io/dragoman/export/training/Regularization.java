package io.dragoman.export.training;

/**
 * What holds a network back from learning its data by heart, beside dropout and label smoothing; 0 disables each.
 *
 * @param bpeDropout share of the joins left out when a text is cut into pieces, anew in every epoch (Provilkov et al.
 *     2020), in [0, 1)
 * @param wordDropout share of tokens fed to encoder and decoder whose embedding is zeroed whole, in [0, 1)
 * @param layerDropout rate on what one recurrent layer hands to the next, in [0, 1)
 * @param recurrentDropout rate on the recurrent weights, one mask a batch (Merity et al. 2018), in [0, 1)
 * @param weightDecay share of each weight matrix taken off at an update, times the learning rate (Loshchilov and Hutter
 *     2019); biases are left alone
 * @param coverage weight of the coverage loss, Σ min(share, sum of the shares before) of the source positions (See et
 *     al. 2017), on the pointer where there is one, else on the attention
 * @param sampling none where a file of an older version says nothing
 */
public record Regularization(
        double bpeDropout,
        double wordDropout,
        double layerDropout,
        double recurrentDropout,
        double weightDecay,
        double coverage,
        ScheduledSampling sampling) {
    public static final Regularization NONE = new Regularization(0, 0, 0, 0, 0, 0);

    public Regularization {
        sampling = sampling == null ? ScheduledSampling.NONE : sampling;
        rate("BPE-dropout", bpeDropout);
        rate("word dropout", wordDropout);
        rate("layer dropout", layerDropout);
        rate("recurrent dropout", recurrentDropout);
        if (!(weightDecay >= 0) || !(coverage >= 0)) {
            throw new IllegalArgumentException(
                    "weight decay and coverage: found " + weightDecay + " and " + coverage + ", expected >= 0");
        }
    }

    /** Without scheduled sampling. */
    public Regularization(
            double bpeDropout,
            double wordDropout,
            double layerDropout,
            double recurrentDropout,
            double weightDecay,
            double coverage) {
        this(bpeDropout, wordDropout, layerDropout, recurrentDropout, weightDecay, coverage, ScheduledSampling.NONE);
    }

    private static void rate(String what, double found) {
        if (!(found >= 0 && found < 1)) {
            throw new IllegalArgumentException(what + ": found " + found + ", expected in [0, 1)");
        }
    }
}
