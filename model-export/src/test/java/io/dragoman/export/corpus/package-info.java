@NullMarked
package io.dragoman.export.corpus;

import org.jspecify.annotations.NullMarked;
