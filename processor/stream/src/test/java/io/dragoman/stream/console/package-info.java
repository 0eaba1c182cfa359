/** The console over real HTTP. */
@org.jspecify.annotations.NullMarked
package io.dragoman.stream.console;
