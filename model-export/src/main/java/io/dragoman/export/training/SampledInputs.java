package io.dragoman.export.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.dragoman.export.network.Copying;
import io.dragoman.export.network.Decoded;
import io.dragoman.export.network.Dropout;
import io.dragoman.export.network.Seq2SeqNetwork;
import io.dragoman.export.network.SourceStates;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Puts the network's own tokens among those the decoder is fed, in two passes (Mihaylova and Martins 2019, who did so
 * for Transformers): a first pass is fed the references alone and says, step for step, what the network would have
 * said; a draw from that replaces a share of the tokens fed in the second pass, which is trained on. Both passes stay calls of whole
 * sequences where the network allows it, and a first pass is not differentiated. What it is not: a token is drawn given the
 * reference before it, not given the draws before it, so mistakes do not follow from mistakes as they do in Bengio's
 * loop.
 */
final class SampledInputs {
    private final Seq2SeqNetwork network;

    SampledInputs(Seq2SeqNetwork network) {
        this.network = network;
    }

    /**
     * The batch with a share of its fed tokens drawn from the network; a function of the weights, the batch and the seed
     * (the tensor library's too).
     */
    ForcedBatch of(ForcedBatch batch, double share, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] chosen = chosen(batch, share, random);
        if (chosen.length == 0) {
            return batch;
        }
        long[] input = batch.input().clone();
        try (NDManager scope = network.manager().newSubManager()) {
            SourceStates source = network.encode(batch.sources(scope), Dropout.NONE);
            Decoded decoded = network.decode(batch.inputs(scope), source, source.initial(), Dropout.NONE);
            long[] positions =
                    Arrays.stream(chosen).mapToLong(k -> batch.positions()[k]).toArray();
            long[] drawn = generated(batch.at(decoded.combined(), positions));
            Copying copying = decoded.copying();
            if (copying != null) {
                copied(batch, copying, positions, drawn, random);
            }
            for (int i = 0; i < positions.length; i++) {
                input[(int) positions[i] + 1] = drawn[i]; // what a step says is fed to the next
            }
        }
        return batch.fed(input);
    }

    /** Indices of real target positions whose successor is fed a draw; an end token is fed to nothing. */
    private static int[] chosen(ForcedBatch batch, double share, SplittableRandom random) {
        int[] chosen = new int[batch.positions().length];
        int count = 0;
        for (int k = 0; k + 1 < chosen.length; k++) {
            boolean followed = batch.positions()[k + 1] == batch.positions()[k] + 1;
            boolean sameRow = (batch.positions()[k] + 1) % batch.steps() != 0;
            if (followed && sameRow && random.nextDouble() < share) {
                chosen[count++] = k;
            }
        }
        return Arrays.copyOf(chosen, count);
    }

    /** A draw from the soft-max of each row, combined (rows, E): argmax of logit - log(-log u) (Gumbel). */
    private long[] generated(NDArray combined) {
        NDArray logits = network.logits(combined); // (rows, V)
        NDArray uniform = logits.getManager().randomUniform(1e-7f, 1, logits.getShape());
        NDArray gumbel = uniform.log().neg().log().neg();
        return logits.add(gumbel).argMax(1).toType(DataType.INT64, false).toLongArray();
    }

    /** Replaces draws by source tokens as often as the gate says so. */
    private static void copied(
            ForcedBatch batch, Copying copying, long[] positions, long[] drawn, SplittableRandom random) {
        float[] gates = batch.at(copying.gate(), positions).toFloatArray();
        float[] shares = batch.at(copying.shares(), positions).toFloatArray();
        for (int i = 0; i < drawn.length; i++) {
            if (random.nextDouble() * (1 + Math.exp(gates[i])) < 1) { // σ(-gate)
                int row = (int) (positions[i] / batch.steps());
                drawn[i] =
                        batch.source()[row * batch.width() + pointed(shares, i * batch.width(), batch.width(), random)];
            }
        }
    }

    private static int pointed(float[] shares, int from, int width, SplittableRandom random) {
        double left = random.nextDouble();
        int j = 0;
        while (j < width - 1 && (left -= shares[from + j]) > 0) {
            j++;
        }
        return j;
    }
}
