package io.dragoman.stream.bench;

/**
 * All texts once.
 *
 * @param seconds from the first batch's start to the last one's end
 * @param batchSeconds of each batch
 */
record Pass(int texts, long targetTokens, double seconds, double[] batchSeconds) {
    double textsPerSecond() {
        return texts / seconds;
    }

    double tokensPerSecond() {
        return targetTokens / seconds;
    }
}
