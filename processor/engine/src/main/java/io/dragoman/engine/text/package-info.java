/** Text to ids and back: normalisation, subword segmentation, vocabulary. A leaf of the engine. */
@NullMarked
package io.dragoman.engine.text;

import org.jspecify.annotations.NullMarked;
