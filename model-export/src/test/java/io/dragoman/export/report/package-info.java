@NullMarked
package io.dragoman.export.report;

import org.jspecify.annotations.NullMarked;
