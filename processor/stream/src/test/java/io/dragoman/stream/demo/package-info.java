@NullMarked
package io.dragoman.stream.demo;

import org.jspecify.annotations.NullMarked;
