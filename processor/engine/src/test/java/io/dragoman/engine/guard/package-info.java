@NullMarked
package io.dragoman.engine.guard;

import org.jspecify.annotations.NullMarked;
