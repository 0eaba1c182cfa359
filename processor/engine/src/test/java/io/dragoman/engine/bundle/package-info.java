@NullMarked
package io.dragoman.engine.bundle;

import org.jspecify.annotations.NullMarked;
