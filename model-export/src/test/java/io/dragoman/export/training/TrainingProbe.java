package io.dragoman.export.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.dragoman.engine.text.Encoding;
import io.dragoman.engine.text.Tokenizer;
import io.dragoman.engine.text.Vocabulary;
import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.CellKind;
import io.dragoman.export.network.EncoderDirection;
import io.dragoman.export.network.InitialState;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.Tying;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A training of drawn pairs in a process of its own, which prints what its memory was: {@code main FOLDER VOCABULARY ATTENTION[+coverage] BATCH_TOKENS
 * TOKENS_A_ROW BATCHES EPOCHS LEAK}. Lines: {@code estimate MIB}, {@code resident MIB} after each epoch, {@code peak MIB}. With a leak, each update
 * leaves an array behind that nobody closes.
 */
final class TrainingProbe {
    private static final long LEAKED_FLOATS = 256 * 1024;
    private static final int FIRST_PIECE = 4;

    /** What nobody closes. */
    private static final List<NDManager> LEAKED = new ArrayList<>();

    private TrainingProbe() {}

    public static void main(String[] arguments) throws IOException {
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.setProperty("ai.djl.offline", "true");
        int vocabulary = Integer.parseInt(arguments[1]);
        String[] attention = arguments[2].split("\\+");
        int batchTokens = Integer.parseInt(arguments[3]);
        int tokens = Integer.parseInt(arguments[4]);
        int batches = Integer.parseInt(arguments[5]);
        int epochs = Integer.parseInt(arguments[6]);
        boolean leaks = Boolean.parseBoolean(arguments[7]);
        NetworkShape shape = shape(vocabulary, AttentionKind.valueOf(attention[0]), attention.length > 1);
        TrainingOptions options =
                new TrainingOptions(epochs, batchTokens, 0.001, 10, 0.1, 0.1, 1, epochs, 1000, 1, Regularization.NONE);
        List<EncodedPair> pairs = pairs(vocabulary, tokens, batches * (batchTokens / tokens));
        System.out.println("estimate "
                + MemoryEstimate.of(shape, BatchPlan.of(pairs, batchTokens, 1, 0))
                        .totalMib());
        List<EncodedPair> few = pairs.subList(0, Math.min(8, pairs.size()));
        DevSet dev = new DevSet(
                few,
                few.stream().map(EncodedPair::source).toList(),
                few.stream().map(pair -> List.of("any")).toList());
        new Trainer(options, new RunFolder(Path.of(arguments[0])), new Numbers(vocabulary), listener(leaks))
                .train(shape, pairs, dev);
        System.out.println("peak " + mebibytes("VmHWM:"));
    }

    /** Pieces that are numbers: any id is text. */
    private record Numbers(int size) implements Tokenizer {
        @Override
        public Encoding encode(String text) {
            throw new UnsupportedOperationException("pairs are drawn as ids");
        }

        @Override
        public String decode(int[] ids) {
            return Arrays.toString(ids);
        }

        @Override
        public int longestToken() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Vocabulary vocabulary() {
            return new Vocabulary(
                    IntStream.range(0, size).mapToObj(Integer::toString).toList(), 0, 1, 2, 3);
        }
    }

    private static NetworkShape shape(int vocabulary, AttentionKind attention, boolean coverage) {
        return new NetworkShape(
                vocabulary,
                64,
                64,
                128,
                new NetworkOptions(
                        CellKind.GRU,
                        1,
                        1,
                        EncoderDirection.BIDIRECTIONAL,
                        attention,
                        false,
                        InitialState.BRIDGE,
                        Tying.THREE_WAY,
                        false,
                        coverage));
    }

    private static List<EncodedPair> pairs(int vocabulary, int tokens, int count) {
        Random random = new Random(7);
        return IntStream.range(0, count)
                .mapToObj(i -> new EncodedPair(ids(random, vocabulary, tokens), ids(random, vocabulary, tokens - 1)))
                .toList();
    }

    private static int[] ids(Random random, int vocabulary, int length) {
        int[] ids = new int[length];
        Arrays.setAll(ids, i -> FIRST_PIECE + random.nextInt(vocabulary - FIRST_PIECE));
        return ids;
    }

    private static Trainer.ProgressListener listener(boolean leaks) {
        return new Trainer.ProgressListener() {
            @Override
            public void step(
                    Checkpoint.Position position, double rate, double loss, int batches, double tokensPerSecond) {
                if (leaks) {
                    NDManager manager = Engine.getInstance().newBaseManager();
                    LEAKED.add(manager);
                    var unused = manager.ones(new Shape(LEAKED_FLOATS));
                }
            }

            @Override
            public void epoch(EpochMetrics metrics, String sample) {
                System.out.println("resident " + mebibytes("VmRSS:"));
            }
        };
    }

    private static long mebibytes(String field) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
