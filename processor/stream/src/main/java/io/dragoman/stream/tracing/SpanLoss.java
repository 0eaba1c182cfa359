package io.dragoman.stream.tracing;

/**
 * Spans that never reached a collector, since the start.
 *
 * @param queueFull dropped because the queue of the exporter's thread was full
 * @param exportFailed sent in vain: nobody there, no answer in time, refused
 */
public record SpanLoss(long queueFull, long exportFailed) {
    static final SpanLoss NONE = new SpanLoss(0, 0);
}
