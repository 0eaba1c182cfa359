@NullMarked
package io.dragoman.export.search;

import org.jspecify.annotations.NullMarked;
