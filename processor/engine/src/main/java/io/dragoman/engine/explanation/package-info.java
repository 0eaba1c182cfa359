/** Why a text came out as it did: words and pieces of both sides, where the model looked and how sure it was. */
@org.jspecify.annotations.NullMarked
package io.dragoman.engine.explanation;
