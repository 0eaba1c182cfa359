/** Trains, evaluates and exports models: from sentence pairs to a bundle that the engine serves. */
@NullMarked
package io.dragoman.export;

import org.jspecify.annotations.NullMarked;
