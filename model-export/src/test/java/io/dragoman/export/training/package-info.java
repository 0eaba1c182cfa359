@NullMarked
package io.dragoman.export.training;

import org.jspecify.annotations.NullMarked;
