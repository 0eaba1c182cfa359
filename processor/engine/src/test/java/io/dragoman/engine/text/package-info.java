@NullMarked
package io.dragoman.engine.text;

import org.jspecify.annotations.NullMarked;
