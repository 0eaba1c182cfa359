/** Dragoman's pages in a real browser: Debian's Chromium without a window, driven over its own protocol. */
@org.jspecify.annotations.NullMarked
package io.dragoman.browser;
