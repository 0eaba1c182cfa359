package io.dragoman.engine.model;

/** What the decoder remembers of each row; opaque to search. Confined to one thread. */
public interface DecoderState extends AutoCloseable {
    int rows();

    /**
     * Replaces the rows: new row i is old row {@code rows[i]}. So rows are reordered, repeated and dropped.
     *
     * @param rows (new rows), each 0 to rows() - 1
     */
    void select(int[] rows);

    /** Frees what the state holds. Closing twice is safe. */
    @Override
    void close();
}
