/** The management port: health and metrics over HTTP. */
@NullMarked
package io.dragoman.stream.management;

import org.jspecify.annotations.NullMarked;
