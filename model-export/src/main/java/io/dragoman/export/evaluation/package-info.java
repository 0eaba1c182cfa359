/** What a model's outputs on a test set are worth, where they fall short, and whether another model's are better. */
@NullMarked
package io.dragoman.export.evaluation;

import org.jspecify.annotations.NullMarked;
