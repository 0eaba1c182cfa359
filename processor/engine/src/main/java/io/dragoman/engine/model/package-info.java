/** What a model is to search: encode a batch once, step a decoder state many times. Depends on nothing else here. */
@org.jspecify.annotations.NullMarked
package io.dragoman.engine.model;
