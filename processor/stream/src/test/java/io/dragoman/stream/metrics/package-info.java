@NullMarked
package io.dragoman.stream.metrics;

import org.jspecify.annotations.NullMarked;
