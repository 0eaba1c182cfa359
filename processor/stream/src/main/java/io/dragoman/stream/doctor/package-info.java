/** Examines everything the application will need before it is started, and says what to do about what is missing. It changes nothing. */
@NullMarked
package io.dragoman.stream.doctor;

import org.jspecify.annotations.NullMarked;
