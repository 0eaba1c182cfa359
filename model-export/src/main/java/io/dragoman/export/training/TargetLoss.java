package io.dragoman.export.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.dragoman.export.network.Dropout;
import io.dragoman.export.network.Operators;
import io.dragoman.export.network.Seq2SeqNetwork;
import io.dragoman.export.network.SourceStates;
import java.util.Arrays;
import java.util.List;

/**
 * Cross-entropy with label smoothing under teacher forcing, a mean over real target tokens in nats. Padded positions
 * are left out before the output layer, which is the dearest product of a step.
 */
final class TargetLoss {
    private final Seq2SeqNetwork network;
    private final int bos;
    private final int eos;

    TargetLoss(Seq2SeqNetwork network, int bos, int eos) {
        this.network = network;
        this.bos = bos;
        this.eos = eos;
    }

    static int tokens(List<EncodedPair> batch) {
        return batch.stream().mapToInt(EncodedPair::steps).sum();
    }

    /** Scalar loss of a batch whose sources have one length; arrays live in the given manager. */
    NDArray of(NDManager step, List<EncodedPair> batch, Dropout dropout, float smoothing) {
        int rows = batch.size();
        int sourceLength = batch.getFirst().source().length;
        int steps = batch.stream().mapToInt(EncodedPair::steps).max().orElseThrow();
        long[] source = new long[rows * sourceLength];
        long[] input = new long[rows * steps];
        Arrays.fill(input, eos);
        int tokens = tokens(batch);
        long[] positions = new long[tokens];
        long[] gold = new long[tokens];
        int k = 0;
        for (int i = 0; i < rows; i++) {
            EncodedPair pair = batch.get(i);
            for (int j = 0; j < sourceLength; j++) {
                source[i * sourceLength + j] = pair.source()[j];
            }
            input[i * steps] = bos;
            for (int t = 0; t < pair.steps(); t++) {
                int token = t < pair.target().length ? pair.target()[t] : eos;
                if (t + 1 < pair.steps()) {
                    input[i * steps + t + 1] = token;
                }
                positions[k] = (long) i * steps + t;
                gold[k++] = token;
            }
        }
        SourceStates states = network.encode(step.create(source, new Shape(rows, sourceLength)), dropout);
        NDArray combined = network.decode(step.create(input, new Shape(rows, steps)), states, states.initial(), dropout)
                .combined(); // (rows, steps, E)
        NDArray real = step.create(positions, new Shape(tokens));
        NDArray table = combined.reshape((long) rows * steps, network.shape().embedding());
        NDArray kept = real.getNDArrayInternal()
                .embedding(real, table, ai.djl.ndarray.types.SparseFormat.DENSE)
                .singletonOrThrow(); // (tokens, E)
        NDArray logProbabilities = network.logits(kept).logSoftmax(1); // (tokens, V)
        NDArray goldLoss = logProbabilities
                .gather(step.create(gold, new Shape(tokens, 1)), 1)
                .mean()
                .neg();
        if (smoothing == 0) {
            return goldLoss;
        }
        return Operators.scaled(goldLoss, 1 - smoothing).sub(Operators.scaled(logProbabilities.mean(), smoothing));
    }
}
