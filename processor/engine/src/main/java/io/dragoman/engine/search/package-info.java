/** Choosing tokens: search knows no text, and of a model only its two steps. */
@org.jspecify.annotations.NullMarked
package io.dragoman.engine.search;
