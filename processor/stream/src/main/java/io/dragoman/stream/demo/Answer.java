package io.dragoman.stream.demo;

import java.time.Duration;

/**
 * What came back for one sentence.
 *
 * @param number the sentence's number, from 0
 * @param source the sentence
 * @param text its translation, or why there is none
 * @param translated whether {@code text} is a translation
 * @param latency from handing the record to the producer until the committed result was read
 * @param batchSize sentences inferred together, 0 if unknown
 */
record Answer(int number, String source, String text, boolean translated, Duration latency, int batchSize) {}
