/** Sentence pairs as people have them: read, normalised, filtered, counted. */
@NullMarked
package io.dragoman.export.corpus;

import org.jspecify.annotations.NullMarked;
