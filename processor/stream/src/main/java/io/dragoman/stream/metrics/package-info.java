/** What the application does, in numbers. */
@NullMarked
package io.dragoman.stream.metrics;

import org.jspecify.annotations.NullMarked;
