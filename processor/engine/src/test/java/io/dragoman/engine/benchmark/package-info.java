/** How fast the engine is, alone and beside others' engines. Measured by hand, never by the build. */
@org.jspecify.annotations.NullMarked
package io.dragoman.engine.benchmark;
