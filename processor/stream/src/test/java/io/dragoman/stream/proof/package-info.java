/** Slow proofs of the guarantees, against a real broker and whole processes; run by {@code -Pproofs}. */
@NullMarked
package io.dragoman.stream.proof;

import org.jspecify.annotations.NullMarked;
