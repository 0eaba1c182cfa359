/** OpenTelemetry spans of records and batches, and the context that travels in their headers. Knows neither topology nor look-ahead. */
@NullMarked
package io.dragoman.stream.tracing;

import org.jspecify.annotations.NullMarked;
