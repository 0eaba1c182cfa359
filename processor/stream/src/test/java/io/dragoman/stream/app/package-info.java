@org.jspecify.annotations.NullMarked
package io.dragoman.stream.app;
