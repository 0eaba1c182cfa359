/** The attention Seq2Seq network as it is trained: its shape, its weights and its forward pass on DJL. */
@NullMarked
package io.dragoman.export.network;

import org.jspecify.annotations.NullMarked;
