@NullMarked
package io.dragoman.export.quantization;

import org.jspecify.annotations.NullMarked;
