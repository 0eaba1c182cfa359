/** Choosing options by trying them: random trials, of which the better ones train on (successive halving). */
@NullMarked
package io.dragoman.export.search;

import org.jspecify.annotations.NullMarked;
