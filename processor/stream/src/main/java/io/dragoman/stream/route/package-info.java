/** Which of the loaded models serves a record: its model name, or else its task and languages. */
@NullMarked
package io.dragoman.stream.route;

import org.jspecify.annotations.NullMarked;
