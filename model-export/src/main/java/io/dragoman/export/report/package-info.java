/** An evaluation as a page to look at. */
@NullMarked
package io.dragoman.export.report;

import org.jspecify.annotations.NullMarked;
