/** The command line of model-export. */
@NullMarked
package io.dragoman.export.cli;

import org.jspecify.annotations.NullMarked;
