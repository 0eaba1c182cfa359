/** The wire goldens: what others' clients sent, read and refused, held against this client. */
@NullMarked
package io.dragoman.registry.golden;

import org.jspecify.annotations.NullMarked;
