/** The only user of ONNX Runtime; one adapter a bundle layout. */
@org.jspecify.annotations.NullMarked
package io.dragoman.engine.onnx;
