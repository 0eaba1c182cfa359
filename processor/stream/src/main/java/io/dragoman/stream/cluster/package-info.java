/** Clients that ask a Kafka cluster about itself, made from the configuration's own keys. */
@NullMarked
package io.dragoman.stream.cluster;

import org.jspecify.annotations.NullMarked;
