package io.dragoman.export.score;

import java.util.Locale;

/**
 * What BLEU puts for an n-gram order without a match (Chen and Cherry 2014).
 *
 * @param value the floor, or the k of add-k; unused by the other methods
 */
public record Smoothing(Method method, double value) {
    /** The methods, under sacreBLEU's names. */
    public enum Method {
        /** Halve the credit for each order without a match (mteval-v13a). The default. */
        EXP("exp", 0),
        /** A small count in place of none. */
        FLOOR("floor", 0.1),
        /** Add k to the matches and totals of orders two and up. */
        ADD_K("add-k", 1),
        /** No smoothing: an order without a match makes the score 0. */
        NONE("none", 0);

        private final String code;
        private final double defaultValue;

        Method(String code, double defaultValue) {
            this.code = code;
            this.defaultValue = defaultValue;
        }
    }

    public static final Smoothing EXP = of("exp");

    public Smoothing {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("a smoothing value must be finite and not negative, found " + value);
        }
    }

    /** The method of that name ({@code exp}, {@code floor}, {@code add-k}, {@code none}) with its customary value. */
    public static Smoothing of(String code) {
        for (Method method : Method.values()) {
            if (method.code.equals(code.toLowerCase(Locale.ROOT))) {
                return new Smoothing(method, method.defaultValue);
            }
        }
        throw new IllegalArgumentException("unknown smoothing '" + code + "', expected one of exp, floor, add-k, none");
    }

    /** The same method with another value. */
    public Smoothing withValue(double other) {
        return new Smoothing(method, other);
    }

    /** As signatures write it: {@code exp}, {@code floor[0.10]}. */
    String signature() {
        boolean valued = method == Method.FLOOR || method == Method.ADD_K;
        return valued ? String.format(Locale.ROOT, "%s[%.2f]", method.code, value) : method.code;
    }
}
