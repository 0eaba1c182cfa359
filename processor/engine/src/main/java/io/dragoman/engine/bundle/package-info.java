/** A model folder: {@code bundle.json}, the files it vouches for, and where they came from. Leaf. */
@org.jspecify.annotations.NullMarked
package io.dragoman.engine.bundle;
