/** From encoded pairs to weights: batches, schedule, optimiser, checkpoints and what a person watches meanwhile. */
@NullMarked
package io.dragoman.export.training;

import org.jspecify.annotations.NullMarked;
