@org.jspecify.annotations.NullMarked
package io.dragoman.export.cli;
