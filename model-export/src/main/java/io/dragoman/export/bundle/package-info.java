/** Writes a model bundle: graphs, tokenizer, model card and the manifest with every digest. */
@NullMarked
package io.dragoman.export.bundle;

import org.jspecify.annotations.NullMarked;
