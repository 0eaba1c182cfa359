/** From the events on the wire to requests for the engine, and from its generations back to events. */
@NullMarked
package io.dragoman.stream.events;

import org.jspecify.annotations.NullMarked;
