/** Placeholder. */
@NullMarked
package io.dragoman.stream;

import org.jspecify.annotations.NullMarked;
