package io.dragoman.export.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.dragoman.export.network.Copying;
import io.dragoman.export.network.Decoded;
import io.dragoman.export.network.Dropout;
import io.dragoman.export.network.Operators;
import io.dragoman.export.network.Seq2SeqNetwork;
import io.dragoman.export.network.SourceStates;
import java.util.List;

/**
 * Cross-entropy with label smoothing under teacher forcing, a mean over real target tokens in nats. Padded positions
 * are left out before the output layer, which is the dearest product of a step. Where the network copies, the gold
 * token's probability is that of generator and pointer together, and only the generator's share is smoothed: smoothing
 * the mixture would work against copying.
 */
final class TargetLoss {
    /** Added to what is copied before its logarithm: a token that the source lacks. */
    private static final float ABSENT = 1e-20f;

    /**
     * @param smoothing share of the target distribution spread over the vocabulary
     * @param coverage weight of the coverage loss
     */
    record Objective(float smoothing, float coverage) {
        static final Objective PLAIN = new Objective(0, 0);
    }

    private final Seq2SeqNetwork network;
    private final int bos;
    private final int eos;

    TargetLoss(Seq2SeqNetwork network, int bos, int eos) {
        this.network = network;
        this.bos = bos;
        this.eos = eos;
    }

    /** Scalar loss of a batch whose sources have one length; arrays live in the given manager. */
    NDArray of(NDManager step, List<EncodedPair> pairs, Dropout dropout, Objective objective) {
        return of(step, forced(pairs), dropout, objective);
    }

    /** Pairs laid out, the references to be fed. */
    ForcedBatch forced(List<EncodedPair> pairs) {
        return ForcedBatch.of(pairs, bos, eos);
    }

    /** Likewise, with the tokens that the batch feeds. */
    NDArray of(NDManager step, ForcedBatch batch, Dropout dropout, Objective objective) {
        SourceStates states = network.encode(batch.sources(step), dropout);
        Decoded decoded = network.decode(batch.inputs(step), states, states.initial(), dropout);
        NDArray logProbabilities =
                network.logits(batch.real(decoded.combined())).logSoftmax(1); // (tokens, V)
        NDArray gold = logProbabilities.gather(batch.golds(step), 1); // (tokens, 1)
        Copying copying = decoded.copying();
        if (copying != null) {
            gold = mixed(gold, batch.real(copying.gate()), batch.real(copying.shares()), batch.matches(step));
        }
        NDArray loss = gold.mean().neg();
        float smoothing = objective.smoothing();
        if (smoothing > 0) {
            loss = Operators.scaled(loss, 1 - smoothing).sub(Operators.scaled(logProbabilities.mean(), smoothing));
        }
        NDArray shares = decoded.covered();
        if (objective.coverage() > 0 && shares != null) {
            NDArray repeated = batch.real(repeated(shares)).mean();
            loss = loss.add(Operators.scaled(repeated, objective.coverage()));
        }
        return loss;
    }

    /** Σ min(share, sum of the shares of the steps before), (rows, steps, 1); shares (rows, steps, source). */
    private static NDArray repeated(NDArray shares) {
        NDArray before = shares.cumSum(1).sub(shares);
        return shares.minimum(before).sum(new int[] {2}, true);
    }

    /**
     * log(σ(gate)·generated + σ(-gate)·Σ shares of matching positions), (tokens, 1), without leaving logarithms:
     * log(eᵃ + eᵇ) = a - logSoftmax(a, b) at a.
     */
    private static NDArray mixed(NDArray generated, NDArray gate, NDArray shares, NDArray matches) {
        NDArray weights = NDArrays.concat(new NDList(gate, gate.zerosLike()), 1).logSoftmax(1); // (tokens, 2)
        NDArray absent = gate.getManager().create(ABSENT);
        NDArray copied =
                shares.mul(matches).sum(new int[] {1}, true).add(absent).log();
        NDArray both = NDArrays.concat(new NDList(generated, copied), 1).add(weights);
        return both.split(2, 1).getFirst().sub(both.logSoftmax(1).split(2, 1).getFirst());
    }
}
