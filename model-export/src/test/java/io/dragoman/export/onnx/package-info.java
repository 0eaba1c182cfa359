@NullMarked
package io.dragoman.export.onnx;

import org.jspecify.annotations.NullMarked;
