@NullMarked
package io.dragoman.engine.search;

import org.jspecify.annotations.NullMarked;
