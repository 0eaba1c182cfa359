package io.dragoman.engine;

/**
 * What one batch was and where its time went.
 *
 * @param sentences decoded together
 * @param beamSize hypotheses kept a sentence
 * @param sourceTokens of all sentences, end of sentence counted
 * @param paddedSourceTokens sentences times the longest source: what the encoder computed
 * @param targetTokens of the best hypotheses, end of sentence counted
 * @param steps of the decoder
 * @param guardAside sentences for whose best hypothesis the word guard stood aside
 * @param encodeNanos in the encoder
 * @param decodeNanos in decoder steps
 * @param totalNanos search included
 */
public record BatchStatistics(
        int sentences,
        int beamSize,
        int sourceTokens,
        int paddedSourceTokens,
        int targetTokens,
        int steps,
        int guardAside,
        long encodeNanos,
        long decodeNanos,
        long totalNanos) {}
