package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.recurrent.RNN;
import java.util.List;

/**
 * A recurrent layer over whole sequences. A new cell is one implementation here, its mirror among the graphs, and a
 * {@link CellKind}.
 */
interface Cell {
    /**
     * @param x (batch, time, in)
     * @param states (directions, batch, hidden) each
     * @param parameters weight_ih, weight_hh, bias_ih, bias_hh of each direction
     * @return outputs (batch, time, directions·hidden), then the last states (directions, batch, hidden)
     */
    NDList run(NDArray x, List<NDArray> states, NDList parameters, boolean bidirectional);

    static Cell of(CellKind kind) {
        return switch (kind) {
            case GRU ->
                (x, states, parameters, both) ->
                        x.getNDArrayInternal().gru(x, states.getFirst(), parameters, true, 1, 0, true, both, true);
            case LSTM ->
                (x, states, parameters, both) ->
                        x.getNDArrayInternal().lstm(x, new NDList(states), parameters, true, 1, 0, true, both, true);
            case RNN ->
                (x, states, parameters, both) -> x.getNDArrayInternal()
                        .rnn(x, states.getFirst(), parameters, true, 1, RNN.Activation.TANH, 0, true, both, true);
        };
    }
}
