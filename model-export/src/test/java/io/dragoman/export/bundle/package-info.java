@NullMarked
package io.dragoman.export.bundle;

import org.jspecify.annotations.NullMarked;
