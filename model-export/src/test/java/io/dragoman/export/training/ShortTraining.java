package io.dragoman.export.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.dragoman.export.network.Dropout;
import io.dragoman.export.network.NetworkDecoder;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.Seq2SeqNetwork;
import io.dragoman.export.network.WeightInitializer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Trains a network on made batches until it is good enough, which is looked at every 100 steps.
 *
 * @param enough share of unseen pairs that is decoded exactly
 * @param mostTokens longest output
 */
record ShortTraining(
        double learningRate, int mostSteps, double enough, TargetLoss.Objective objective, int mostTokens) {
    private static final int BOS = 1;
    private static final int EOS = 2;

    /** The share of unseen pairs that is decoded exactly in the end. */
    double accuracy(NetworkShape shape, Supplier<List<EncodedPair>> batches, List<EncodedPair> unseen) {
        try (Seq2SeqNetwork network = new Seq2SeqNetwork(WeightInitializer.initialize(shape, 1))) {
            TargetLoss loss = new TargetLoss(network, BOS, EOS);
            Adam adam = new Adam(network, 1, 0);
            double accuracy = 0;
            for (int step = 1; step <= mostSteps && accuracy < enough; step++) {
                try (NDManager scope = network.manager().newSubManager()) {
                    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                        collector.backward(loss.of(scope, batches.get(), Dropout.NONE, objective));
                    }
                    adam.update(step, learningRate);
                }
                if (step % 100 == 0) {
                    accuracy = accuracy(network, unseen);
                }
            }
            return accuracy;
        }
    }

    private double accuracy(Seq2SeqNetwork network, List<EncodedPair> pairs) {
        List<int[]> outputs = new NetworkDecoder(network, BOS, EOS)
                .greedy(pairs.stream().map(EncodedPair::source).toList(), mostTokens);
        return IntStream.range(0, pairs.size())
                        .filter(i -> Arrays.equals(outputs.get(i), pairs.get(i).target()))
                        .count()
                / (double) pairs.size();
    }
}
