@NullMarked
package io.dragoman.stream.bench;

import org.jspecify.annotations.NullMarked;
