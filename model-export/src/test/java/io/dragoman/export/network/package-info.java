@NullMarked
package io.dragoman.export.network;

import org.jspecify.annotations.NullMarked;
