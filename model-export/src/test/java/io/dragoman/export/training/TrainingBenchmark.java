package io.dragoman.export.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.CellKind;
import io.dragoman.export.network.Dropout;
import io.dragoman.export.network.EncoderDirection;
import io.dragoman.export.network.InitialState;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.Seq2SeqNetwork;
import io.dragoman.export.network.Tying;
import io.dragoman.export.network.WeightInitializer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Updates of a network on random batches of one shape: {@code main [BATCH[,BATCH]] [UPDATES]}, one JSON line a batch size, best of the repeats. The
 * network is untied, GRU, bidirectional 256 + 256, general attention, vocabulary 8,000, 16 source and 20 target tokens, Adam, gradients clipped:
 * the same that an eager PyTorch loop would be timed on, so that lines of both can be laid side by side.
 */
final class TrainingBenchmark {
    private static final int VOCABULARY = 8_000;
    private static final int WIDTH = 256;
    private static final int SOURCE = 16;
    private static final int TARGET = 20;
    private static final int EOS = 2;
    private static final int FIRST_PIECE = 4;
    private static final int WARM_UP = 2;

    private TrainingBenchmark() {}

    public static void main(String[] arguments) {
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.setProperty("ai.djl.offline", "true");
        String batches = arguments.length > 0 ? arguments[0] : "64,128";
        int updates = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6;
        for (String batch : batches.split(",")) {
            System.out.println(measure(Integer.parseInt(batch), updates));
        }
    }

    private static ObjectNode measure(int batch, int updates) {
        NetworkOptions options = new NetworkOptions(
                CellKind.GRU,
                1,
                1,
                EncoderDirection.BIDIRECTIONAL,
                AttentionKind.LUONG_GENERAL,
                false,
                InitialState.BRIDGE,
                Tying.UNTIED,
                false);
        NetworkShape shape = new NetworkShape(VOCABULARY, WIDTH, WIDTH, WIDTH, options);
        List<EncodedPair> pairs = pairs(batch);
        List<Double> wall = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        try (Seq2SeqNetwork network = new Seq2SeqNetwork(WeightInitializer.initialize(shape, 1))) {
            Adam adam = new Adam(network, 1, 0);
            TargetLoss loss = new TargetLoss(network, 1, EOS);
            for (int update = 1; update <= WARM_UP + updates; update++) {
                long start = System.nanoTime();
                double before = cpuSeconds();
                update(network, adam, loss, pairs, update);
                if (update > WARM_UP) {
                    wall.add((System.nanoTime() - start) / 1e9);
                    cpu.add(cpuSeconds() - before);
                }
            }
        }
        return line(batch, wall, cpu);
    }

    private static void update(
            Seq2SeqNetwork network, Adam adam, TargetLoss loss, List<EncodedPair> pairs, int update) {
        try (NDManager scope = network.manager().newSubManager()) {
            NDArray mean;
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                mean = loss.of(scope, pairs, Dropout.NONE, TargetLoss.Objective.PLAIN);
                collector.backward(mean);
            }
            adam.update(update, 1e-3);
            if (!Float.isFinite(mean.getFloat())) {
                throw new AssertionError("the loss is not finite");
            }
        }
    }

    private static List<EncodedPair> pairs(int batch) {
        Random random = new Random(7);
        List<EncodedPair> pairs = new ArrayList<>();
        for (int row = 0; row < batch; row++) {
            pairs.add(new EncodedPair(ids(random, SOURCE), ids(random, TARGET - 1)));
        }
        return pairs;
    }

    private static int[] ids(Random random, int length) {
        int[] ids = new int[length];
        Arrays.setAll(ids, i -> FIRST_PIECE + random.nextInt(VOCABULARY - FIRST_PIECE));
        return ids;
    }

    private static ObjectNode line(int batch, List<Double> wall, List<Double> cpu) {
        int tokens = batch * TARGET;
        double best = wall.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double median = wall.stream().sorted().toList().get(wall.size() / 2);
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("system", "dragoman-train").put("version", Engine.getInstance().getVersion());
        line.put("model", "rnn-luong e256 h256 v8000");
        line.putObject("settings")
                .put("optimizer", "adam")
                .put("src_len", SOURCE)
                .put("tgt_len", TARGET);
        line.put("batch", batch)
                .put("target_tokens_per_s", tokens / best)
                .put("target_tokens_per_s_median", tokens / median)
                .put(
                        "target_tokens_per_cpu_s",
                        tokens
                                / cpu.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .min()
                                        .orElseThrow())
                .put("repeats", wall.size())
                .put("target_tokens", tokens);
        return line;
    }

    private static double cpuSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }
}
