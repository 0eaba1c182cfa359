/** Whether the application lives, and whether it serves. */
@NullMarked
package io.dragoman.stream.health;

import org.jspecify.annotations.NullMarked;
