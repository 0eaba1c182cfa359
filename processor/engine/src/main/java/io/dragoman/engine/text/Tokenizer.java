package io.dragoman.engine.text;

/** Text to piece ids and back. Threading: safe for use by many threads. */
public interface Tokenizer {

    /** Segments a text; neither bos nor eos is added. */
    Encoding encode(String text);

    /** Text of a sequence of ids; control pieces give nothing. */
    String decode(int[] ids);

    Vocabulary vocabulary();

    /**
     * Most UTF-16 units of a text that one id may stand for, so that overlong texts are known before they are segmented;
     * {@link Integer#MAX_VALUE} where segmenting is no more work than counting.
     */
    int longestToken();
}
