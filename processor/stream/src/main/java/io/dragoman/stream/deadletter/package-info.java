/** Records that could not be served: exact bytes, original headers, Kafka's error headers and a stable reason. */
@NullMarked
package io.dragoman.stream.deadletter;

import org.jspecify.annotations.NullMarked;
