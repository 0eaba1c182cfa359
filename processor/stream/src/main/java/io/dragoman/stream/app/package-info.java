/** The application: commands, configuration to wiring, start, stop and exit code. */
@NullMarked
package io.dragoman.stream.app;

import org.jspecify.annotations.NullMarked;
