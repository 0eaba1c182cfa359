/**
 * Text to ids and back: normalisation, subword segmentation, vocabulary. A leaf of the engine. A text goes through
 * {@link io.dragoman.engine.text.TextNormalizer} (the bundle's steps), then {@link io.dragoman.engine.text.Tokenizer}.
 */
@NullMarked
package io.dragoman.engine.text;

import org.jspecify.annotations.NullMarked;
