package io.dragoman.export.training;

import java.util.Locale;

/**
 * How much of what the decoder is fed while training is its own (Bengio et al. 2015): {@code share(update)} of the
 * fed tokens, none at first. The decoder then meets its own mistakes before it serves.
 *
 * @param share at the last update, in [0, 1); 0 disables it
 * @param schedule how the share rises to it
 */
public record ScheduledSampling(double share, Schedule schedule) {
    public static final ScheduledSampling NONE = new ScheduledSampling(0, Schedule.INVERSE_SIGMOID);

    /** How the share rises. */
    public enum Schedule {
        /** In proportion to the updates made. */
        LINEAR,
        /** 1 - k/(k + exp(update/k)): slowly, then fast; k so that the last update has the share asked for. */
        INVERSE_SIGMOID;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public ScheduledSampling {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("scheduled sampling: found " + share + ", expected in [0, 1)");
        }
    }

    /** Share of fed tokens to sample at an update, counted from 1, of so many. */
    double at(int update, int updates) {
        return switch (schedule) {
            case LINEAR -> share * Math.min(1.0, (double) update / updates);
            case INVERSE_SIGMOID -> share == 0 ? 0 : sampled(Math.min(update, updates), steepness(updates));
        };
    }

    private static double sampled(int update, double k) {
        return 1 / (1 + k * Math.exp(-update / k));
    }

    /** k with {@code sampled(updates, k) = share}, by bisection: the share falls as k rises. */
    private double steepness(int updates) {
        double low = Math.max(1e-3, updates / 700.0); // exp(700) is still a double
        double high = 1e12;
        for (int i = 0; i < 200; i++) {
            double middle = Math.sqrt(low * high);
            if (sampled(updates, middle) > share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
