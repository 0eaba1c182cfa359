/** From trained weights to ONNX graphs of layout {@code rnn-step}, and the proof that both compute the same. */
@NullMarked
package io.dragoman.export.onnx;

import org.jspecify.annotations.NullMarked;
