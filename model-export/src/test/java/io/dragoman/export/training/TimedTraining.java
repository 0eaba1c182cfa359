package io.dragoman.export.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.sun.management.OperatingSystemMXBean;
import io.dragoman.export.network.Dropout;
import io.dragoman.export.network.Seq2SeqNetwork;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Trains a network for so much CPU time of the process, whatever it gets done in it: networks are compared by what they cost. The learning rate
 * rises over the first updates and falls to the end of the budget, by the clock, so a repetition does not give the same bits.
 */
record TimedTraining(double cpuSeconds, int maxSlots, double learningRate, long seed) {
    private static final int WARM_UP = 100;
    private static final int UNTIMED = 20;
    private static final double FINAL_SHARE = 0.03;
    private static final float DROPOUT = 0.2f;
    private static final float SMOOTHING = 0.1f;

    /**
     * What the budget bought.
     *
     * @param epochs passes over the data
     * @param nanosPerToken CPU time of an update by its target tokens, the first updates left out
     */
    record Result(int updates, double epochs, double nanosPerToken) {}

    Result train(Seq2SeqNetwork network, List<EncodedPair> pairs, int bos, int eos) {
        TargetLoss loss = new TargetLoss(network, bos, eos);
        Adam adam = new Adam(network, 1, 0);
        double used = 0;
        double timed = 0;
        long tokens = 0;
        int update = 0;
        for (int epoch = 0; ; epoch++) {
            List<List<EncodedPair>> batches = BatchPlan.of(pairs, maxSlots, seed, epoch);
            for (int batch = 0; batch < batches.size(); batch++) {
                double before = processCpuSeconds();
                update(network, adam, loss, batches.get(batch), ++update, used / cpuSeconds);
                double spent = processCpuSeconds() - before;
                used += spent;
                if (update > UNTIMED) {
                    timed += spent;
                    tokens += ForcedBatch.tokens(batches.get(batch));
                }
                if (used >= cpuSeconds) {
                    return new Result(
                            update, epoch + (batch + 1.0) / batches.size(), 1e9 * timed / Math.max(1, tokens));
                }
            }
        }
    }

    private void update(
            Seq2SeqNetwork network,
            Adam adam,
            TargetLoss loss,
            List<EncodedPair> batch,
            int update,
            double shareOfBudget) {
        Engine.getInstance().setRandomSeed((int) (seed * 31 + update));
        double rate = learningRate * Math.min(1.0, (double) update / WARM_UP) * (1 - shareOfBudget * (1 - FINAL_SHARE));
        try (NDManager scope = network.manager().newSubManager()) {
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray mean =
                        loss.of(scope, batch, new Dropout(DROPOUT, 0, 0, 0), new TargetLoss.Objective(SMOOTHING, 0));
                collector.backward(mean);
            }
            adam.update(update, rate);
        }
    }

    static double processCpuSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }
}
