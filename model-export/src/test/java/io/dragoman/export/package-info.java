@NullMarked
package io.dragoman.export;

import org.jspecify.annotations.NullMarked;
