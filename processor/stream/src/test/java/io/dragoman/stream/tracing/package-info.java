@org.jspecify.annotations.NullMarked
package io.dragoman.stream.tracing;
