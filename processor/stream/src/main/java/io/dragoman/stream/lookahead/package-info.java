/** From polled records to tickets of the engine, before Kafka Streams sees the records. A cache: correctness never depends on it. */
@NullMarked
package io.dragoman.stream.lookahead;

import org.jspecify.annotations.NullMarked;
