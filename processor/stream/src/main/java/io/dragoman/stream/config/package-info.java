/**
 * The one typed configuration tree: every key with its unit, default and meaning ({@link io.dragoman.stream.config.ConfigKeys}), read once
 * and strictly ({@link io.dragoman.stream.config.ConfigurationReader}). Knows nothing of the rest of the application.
 */
@NullMarked
package io.dragoman.stream.config;

import org.jspecify.annotations.NullMarked;
