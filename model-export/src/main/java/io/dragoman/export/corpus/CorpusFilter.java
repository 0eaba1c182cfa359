package io.dragoman.export.corpus;

import java.util.Optional;

/**
 * Which pairs are kept.
 *
 * @param maxCharacters longest sentence of either side, in code points
 * @param maxRatio largest ratio of the longer to the shorter side in code points, for pairs whose longer side has
 *     more than {@value #RATIO_FLOOR} of them
 * @param maxBadShare share of lines that may be dropped before the data is refused, 0-1
 * @param maxLongShare share of lines that may be dropped for being longer than {@code maxCharacters}, 0-1
 */
public record CorpusFilter(int maxCharacters, double maxRatio, double maxBadShare, double maxLongShare) {
    private static final int RATIO_FLOOR = 40;

    public static final CorpusFilter DEFAULT = new CorpusFilter(1000, 6.0, 0.05, 0.01);

    public CorpusFilter {
        if (maxCharacters < 1 || maxRatio < 1 || !share(maxBadShare) || !share(maxLongShare)) {
            throw new IllegalArgumentException("corpus filter out of range: max characters " + maxCharacters
                    + " (>= 1), max ratio " + maxRatio + " (>= 1), max bad share " + maxBadShare
                    + " (0-1), max long share " + maxLongShare + " (0-1)");
        }
    }

    private static boolean share(double value) {
        return value >= 0 && value <= 1;
    }

    /** Why the pair is dropped; empty when it is kept. */
    Optional<DropReason> check(SentencePair pair) {
        int source = pair.source().codePointCount(0, pair.source().length());
        int target = pair.target().codePointCount(0, pair.target().length());
        if (source == 0 || target == 0) {
            return Optional.of(DropReason.EMPTY_SIDE);
        }
        if (source > maxCharacters || target > maxCharacters) {
            return Optional.of(DropReason.TOO_LONG);
        }
        int longer = Math.max(source, target);
        if (longer > RATIO_FLOOR && longer > maxRatio * Math.min(source, target)) {
            return Optional.of(DropReason.LENGTH_RATIO);
        }
        return Optional.empty();
    }
}
