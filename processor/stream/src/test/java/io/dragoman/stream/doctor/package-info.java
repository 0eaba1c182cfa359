@NullMarked
package io.dragoman.stream.doctor;

import org.jspecify.annotations.NullMarked;
