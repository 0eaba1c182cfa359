package io.dragoman.export.training;

import io.dragoman.export.network.NetworkWeights;
import java.util.Map;

/**
 * A moment of a run from which it goes on exactly as if it had not stopped.
 *
 * @param position where in the data the run stands
 * @param weights the network
 * @param means first moments of Adam by array name
 * @param variances second moments of Adam by array name
 */
public record Checkpoint(
        Position position, NetworkWeights weights, Map<String, float[]> means, Map<String, float[]> variances) {

    /**
     * @param epoch epoch under way, from 0
     * @param batch batches of that epoch already used
     * @param step updates made
     * @param bestBleu best dev BLEU (of labels: accuracy) so far, -1 before the first
     * @param bestEpoch epoch of the best dev BLEU, -1 before the first
     * @param cpuSeconds process CPU time spent so far, all sittings
     * @param tokens target tokens seen
     * @param lossSum sum over this epoch's tokens of their training loss, nats
     * @param lossTokens tokens in lossSum
     */
    public record Position(
            int epoch,
            int batch,
            int step,
            double bestBleu,
            int bestEpoch,
            double cpuSeconds,
            long tokens,
            double lossSum,
            long lossTokens) {

        static final Position START = new Position(0, 0, 0, -1, -1, 0, 0, 0, 0);
    }
}
