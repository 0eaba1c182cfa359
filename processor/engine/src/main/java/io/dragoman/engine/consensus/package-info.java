/** Choosing, among the texts that a search found, the one that most of them agree with. */
@org.jspecify.annotations.NullMarked
package io.dragoman.engine.consensus;
