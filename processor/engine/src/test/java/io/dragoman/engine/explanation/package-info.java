/** Words from pieces. */
@org.jspecify.annotations.NullMarked
package io.dragoman.engine.explanation;
