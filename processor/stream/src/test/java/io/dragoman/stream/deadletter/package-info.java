@NullMarked
package io.dragoman.stream.deadletter;

import org.jspecify.annotations.NullMarked;
