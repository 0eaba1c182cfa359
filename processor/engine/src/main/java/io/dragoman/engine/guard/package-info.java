/** Keeps generated words to those of the source and of a lexicon. */
@NullMarked
package io.dragoman.engine.guard;

import org.jspecify.annotations.NullMarked;
