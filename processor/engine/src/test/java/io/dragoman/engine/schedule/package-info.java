@NullMarked
package io.dragoman.engine.schedule;

import org.jspecify.annotations.NullMarked;
