/** Graphs whose weights are 8-bit integers: a quarter of the file. */
@NullMarked
package io.dragoman.export.quantization;

import org.jspecify.annotations.NullMarked;
