package io.dragoman.engine.text;

import java.util.List;

/** Cuts a normalised text into pieces; a character that no piece covers is a piece of its own. Threading: immutable. */
interface Segmenter {

    List<String> segment(String normalized);
}
