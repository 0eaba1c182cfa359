/** The topology, and the processor that awaits the outcome of its own record. */
@NullMarked
package io.dragoman.stream.topology;

import org.jspecify.annotations.NullMarked;
