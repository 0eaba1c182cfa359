/** The whole path on one machine: broker, registry, application, producer and reader in one process, for people to see. */
@NullMarked
package io.dragoman.stream.demo;

import org.jspecify.annotations.NullMarked;
