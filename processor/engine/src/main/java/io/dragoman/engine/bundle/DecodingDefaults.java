package io.dragoman.engine.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a request that names no option gets; ranges as in the engine's generation options.
 *
 * @param blockedNgram no hypothesis says a sequence of so many tokens twice, 1 to 10; absent: it may
 * @param consensus the hypothesis is chosen that most of the beam's agree with, each weighted by exp(consensus × score), 0 to 100;
 *     absent: the likeliest
 * @param lexicon file of the words that may be said although a source lacks them; all else that is said then comes from the
 *     source; absent: any word may be said
 */
public record DecodingDefaults(
        int beamSize,
        int nBest,
        double lengthPenalty,
        int maxNewTokens,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer blockedNgram,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double consensus,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String lexicon) {
    public DecodingDefaults(int beamSize, int nBest, double lengthPenalty, int maxNewTokens) {
        this(beamSize, nBest, lengthPenalty, maxNewTokens, null, null, null);
    }
}
