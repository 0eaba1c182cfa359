@NullMarked
package io.dragoman.engine.onnx;

import org.jspecify.annotations.NullMarked;
