@org.jspecify.annotations.NullMarked
package io.dragoman.engine.graph;
