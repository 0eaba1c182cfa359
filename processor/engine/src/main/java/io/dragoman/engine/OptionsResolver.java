package io.dragoman.engine;

import io.dragoman.engine.bundle.DecodingDefaults;
import io.dragoman.engine.search.SearchOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Fills a request's options with the bundle's defaults and checks their ranges.
 *
 * @param labels of a classifier, which knows but one option: n-best, up to all its labels; 0 where targets are texts
 */
record OptionsResolver(DecodingDefaults defaults, int maxTargetTokens, OverlongPolicy overlong, int labels) {
    private static final int WIDEST_BEAM = 64;
    private static final double STRONGEST_PENALTY = 10;

    /** @throws IllegalArgumentException with found and expected */
    SearchOptions resolve(GenerationOptions wish) {
        int beamSize = or(wish.beamSize(), defaults.beamSize());
        range("beamSize", beamSize, WIDEST_BEAM);
        int mostBest = labels > 0 ? labels : beamSize;
        int nBest = or(wish.nBest(), Math.min(defaults.nBest(), mostBest));
        range("nBest", nBest, mostBest);
        int maxNewTokens = or(wish.maxNewTokens(), Math.min(defaults.maxNewTokens(), maxTargetTokens));
        range("maxNewTokens", maxNewTokens, maxTargetTokens);
        Double asked = wish.lengthPenalty();
        double lengthPenalty = asked == null ? defaults.lengthPenalty() : asked;
        if (!(lengthPenalty >= 0 && lengthPenalty <= STRONGEST_PENALTY)) {
            throw new IllegalArgumentException(
                    "found lengthPenalty %s, expected 0 to %s".formatted(lengthPenalty, STRONGEST_PENALTY));
        }
        if (labels > 0) {
            return everyLabel(nBest);
        }
        return new SearchOptions(beamSize, nBest, lengthPenalty + 0.0, maxNewTokens, or(defaults.blockedNgram(), 0));
    }

    /** What ranking labels needs to know. */
    private SearchOptions everyLabel(int nBest) {
        return new SearchOptions(labels, nBest, 0, 1, 0);
    }

    private static int or(@Nullable Integer asked, int otherwise) {
        return asked == null ? otherwise : asked;
    }

    private static void range(String name, int found, int most) {
        if (found < 1 || found > most) {
            throw new IllegalArgumentException("found %s %d, expected 1 to %d".formatted(name, found, most));
        }
    }

    String digest(GenerationOptions wish) {
        String canonical;
        try {
            SearchOptions o = resolve(wish);
            canonical = "beamSize=%d;nBest=%d;lengthPenalty=%s;maxNewTokens=%d;overlong=%s"
                    .formatted(o.beamSize(), o.nBest(), o.lengthPenalty(), o.maxNewTokens(), overlong);
            if (o.blockedNgram() > 0) {
                canonical += ";blockedNgram=" + o.blockedNgram();
            }
            if (defaults.consensus() != null) {
                canonical += ";consensus=" + defaults.consensus();
            }
        } catch (IllegalArgumentException e) {
            canonical = "invalid;" + wish;
        }
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
