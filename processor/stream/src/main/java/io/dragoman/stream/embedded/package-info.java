/** A Kafka broker of one node inside this process, for the demo and for tests; never for production. */
@NullMarked
package io.dragoman.stream.embedded;

import org.jspecify.annotations.NullMarked;
