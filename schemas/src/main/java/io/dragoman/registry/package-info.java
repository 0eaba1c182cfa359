/** Placeholder. */
@NullMarked
package io.dragoman.registry;

import org.jspecify.annotations.NullMarked;
