@NullMarked
package io.dragoman.export.tokenizer;

import org.jspecify.annotations.NullMarked;
