@NullMarked
package io.dragoman.export.evaluation;

import org.jspecify.annotations.NullMarked;
