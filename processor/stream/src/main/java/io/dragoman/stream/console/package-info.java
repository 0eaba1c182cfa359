/**
 * A page for people on the management port: what the stream does now, what was refused, which models serve, and why a sentence comes
 * out as it does. It reads; it changes nothing.
 */
@org.jspecify.annotations.NullMarked
package io.dragoman.stream.console;
