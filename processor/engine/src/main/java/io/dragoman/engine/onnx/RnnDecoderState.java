package io.dragoman.engine.onnx;

import io.dragoman.engine.model.DecoderState;
import java.util.function.Consumer;

/** Rows of a recurrent decoder: each its state, and the encoded source it attends to. */
final class RnnDecoderState implements DecoderState {
    final Workspace work;
    final int sourceLength;
    final int hidden;
    final int embedding;
    /** The source each row attends to: rows of one source hold equal keys, values and masks. */
    private int[] sources;

    private final Consumer<Workspace> giveBack;
    private boolean closed;

    RnnDecoderState(
            Workspace work, int rows, int sourceLength, int hidden, int embedding, Consumer<Workspace> giveBack) {
        this.work = work;
        this.sourceLength = sourceLength;
        this.hidden = hidden;
        this.embedding = embedding;
        this.giveBack = giveBack;
        this.sources = new int[rows];
        for (int row = 0; row < rows; row++) {
            sources[row] = row;
        }
    }

    @Override
    public int rows() {
        return sources.length;
    }

    @Override
    public void select(int[] rows) {
        work.state.gather(rows, hidden);
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
            moveSources(rows, moves, inPlace);
        }
        sources = selected;
    }

    private void moveSources(int[] rows, boolean[] moves, boolean inPlace) {
        if (inPlace) {
            work.keys.compact(rows, moves, hidden * sourceLength);
            work.values.compact(rows, moves, sourceLength * embedding);
            work.mask.compact(rows, moves, sourceLength);
        } else {
            work.keys.gather(rows, hidden * sourceLength);
            work.values.gather(rows, sourceLength * embedding);
            work.mask.gather(rows, sourceLength);
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
