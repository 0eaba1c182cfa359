@NullMarked
package io.dragoman.stream.management;

import org.jspecify.annotations.NullMarked;
