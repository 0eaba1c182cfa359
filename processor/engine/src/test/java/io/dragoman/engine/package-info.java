@NullMarked
package io.dragoman.engine;

import org.jspecify.annotations.NullMarked;
