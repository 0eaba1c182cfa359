/** Choosing tokens: search knows no text, and of a model only its steps, or the trace of a search in its graph. */
@org.jspecify.annotations.NullMarked
package io.dragoman.engine.search;
