/** An in-memory registry behind the registry's REST interface, for demonstrations and tests. */
@NullMarked
package io.dragoman.registry.server;

import org.jspecify.annotations.NullMarked;
