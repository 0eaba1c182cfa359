/** What a model is to search: encode a batch once, step a decoder state many times, or search by itself and tell the trace. Depends on nothing else here. */
@org.jspecify.annotations.NullMarked
package io.dragoman.engine.model;
