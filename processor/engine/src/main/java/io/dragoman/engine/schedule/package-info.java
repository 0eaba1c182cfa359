/** Many callers, one model: an urgent lane, a look-ahead lane, length-aware batches and bisecting of failed ones. */
@org.jspecify.annotations.NullMarked
package io.dragoman.engine.schedule;
