package io.dragoman.engine.onnx;

import io.dragoman.engine.model.DecoderState;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Rows of a recurrent decoder: each its states, and the memories of the source it belongs to. */
final class RnnDecoderState implements DecoderState {
    final Workspace work;
    /** The source of each row: rows of one source hold equal memories. */
    private int[] sources;

    private final Consumer<Workspace> giveBack;
    private boolean closed;

    RnnDecoderState(Workspace work, int rows, Consumer<Workspace> giveBack) {
        this.work = work;
        this.giveBack = giveBack;
        this.sources = IntStream.range(0, rows).toArray();
    }

    @Override
    public int rows() {
        return sources.length;
    }

    @Override
    public void select(int[] rows) {
        work.states.forEach(state -> state.gather(rows));
        int[] selected = new int[rows.length];
        boolean[] moves = new boolean[rows.length];
        boolean any = false;
        boolean inPlace = true;
        for (int i = 0; i < rows.length; i++) {
            selected[i] = sources[rows[i]];
            moves[i] = i >= sources.length || selected[i] != sources[i];
            any |= moves[i];
            inPlace &= !moves[i] || rows[i] >= i;
        }
        if (any) {
            moveMemories(rows, moves, inPlace);
        }
        sources = selected;
    }

    private void moveMemories(int[] rows, boolean[] moves, boolean inPlace) {
        for (Rows memory : work.memories) {
            if (inPlace) {
                memory.compact(rows, moves);
            } else {
                memory.gather(rows);
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            giveBack.accept(work);
        }
    }
}
