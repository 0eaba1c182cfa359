/** ONNX graphs as data: building them, and building one of others. Knows no runtime. */
@org.jspecify.annotations.NullMarked
package io.dragoman.engine.graph;
