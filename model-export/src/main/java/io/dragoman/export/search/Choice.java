package io.dragoman.export.search;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The values that an option may take. */
public sealed interface Choice {
    /** One of them, as the command line writes it. */
    String draw(RandomGenerator random);

    /** Each equally likely. */
    record OneOf(List<String> values) implements Choice {
        public OneOf {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("found no value, expected at least one");
            }
        }

        @Override
        public String draw(RandomGenerator random) {
            return values.get(random.nextInt(values.size()));
        }
    }

    /** Any number between two, evenly or (logarithmic) evenly in its logarithm; three significant digits. */
    record Range(double from, double to, boolean logarithmic) implements Choice {
        public Range {
            if (!(from < to) || (logarithmic && from <= 0)) {
                throw new IllegalArgumentException("found from " + from + " to " + to + ", expected from < to"
                        + (logarithmic ? " and above 0, for the scale is log" : ""));
            }
        }

        @Override
        public String draw(RandomGenerator random) {
            double share = random.nextDouble();
            double value = logarithmic
                    ? Math.exp(Math.log(from) + share * (Math.log(to) - Math.log(from)))
                    : from + share * (to - from);
            return Double.toString(Double.parseDouble(String.format(Locale.ROOT, "%.2e", value)));
        }
    }
}
