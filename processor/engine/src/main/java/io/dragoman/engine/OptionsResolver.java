package io.dragoman.engine;

import io.dragoman.engine.bundle.DecodingDefaults;
import io.dragoman.engine.search.SearchOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Fills a request's options with the bundle's defaults and checks their ranges. */
record OptionsResolver(DecodingDefaults defaults, int maxTargetTokens, OverlongPolicy overlong) {
    private static final int WIDEST_BEAM = 64;
    private static final double STRONGEST_PENALTY = 10;

    /** @throws IllegalArgumentException with found and expected */
    SearchOptions resolve(GenerationOptions wish) {
        int beamSize = or(wish.beamSize(), defaults.beamSize());
        range("beamSize", beamSize, WIDEST_BEAM);
        int nBest = or(wish.nBest(), Math.min(defaults.nBest(), beamSize));
        range("nBest", nBest, beamSize);
        int maxNewTokens = or(wish.maxNewTokens(), Math.min(defaults.maxNewTokens(), maxTargetTokens));
        range("maxNewTokens", maxNewTokens, maxTargetTokens);
        Double asked = wish.lengthPenalty();
        double lengthPenalty = asked == null ? defaults.lengthPenalty() : asked;
        if (!(lengthPenalty >= 0 && lengthPenalty <= STRONGEST_PENALTY)) {
            throw new IllegalArgumentException(
                    "found lengthPenalty %s, expected 0 to %s".formatted(lengthPenalty, STRONGEST_PENALTY));
        }
        return new SearchOptions(beamSize, nBest, lengthPenalty + 0.0, maxNewTokens, or(defaults.blockedNgram(), 0));
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
