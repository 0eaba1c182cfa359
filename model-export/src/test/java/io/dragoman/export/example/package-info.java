/** The data of the example: made, not collected, so that anybody may have it. */
@NullMarked
package io.dragoman.export.example;

import org.jspecify.annotations.NullMarked;
