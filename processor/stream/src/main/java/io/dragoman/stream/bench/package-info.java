/** How fast a model is on this machine: ways to run it, in turns, over texts of the user's. */
@org.jspecify.annotations.NullMarked
package io.dragoman.stream.bench;
