@NullMarked
package io.dragoman.stream.embedded;

import org.jspecify.annotations.NullMarked;
