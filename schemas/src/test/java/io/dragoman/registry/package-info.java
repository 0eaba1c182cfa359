/** Proofs of the serde, the client and the schemas. */
@NullMarked
package io.dragoman.registry;

import org.jspecify.annotations.NullMarked;
