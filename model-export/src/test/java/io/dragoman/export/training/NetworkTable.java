package io.dragoman.export.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.text.SentencePieceTokenizer;
import io.dragoman.export.corpus.CorpusFilter;
import io.dragoman.export.corpus.ParallelCorpus;
import io.dragoman.export.corpus.SentencePair;
import io.dragoman.export.evaluation.Evaluation;
import io.dragoman.export.evaluation.Metrics;
import io.dragoman.export.evaluation.SystemOutputs;
import io.dragoman.export.evaluation.TestSet;
import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.CellKind;
import io.dragoman.export.network.EncoderDirection;
import io.dragoman.export.network.InitialState;
import io.dragoman.export.network.NetworkDecoder;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.Seq2SeqNetwork;
import io.dragoman.export.network.Tying;
import io.dragoman.export.network.WeightInitializer;
import io.dragoman.export.tokenizer.TokenizerTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every cell with every attention on one data set, an equal budget of CPU time each, one after the other on one thread: {@code main FOLDER TRAIN
 * DEV [SOURCE_COLUMN TARGET_COLUMN [CPU_MINUTES]]}. {@code FOLDER/table.md} is written anew after each network; the same command again goes on
 * with those that are missing. When all are there, what a token costs in ONNX Runtime is measured, network by network in turns.
 *
 * <p>Text is lower-cased; dev outputs are greedy. Scores are BLEU (13a) and chrF.
 */
final class NetworkTable {
    private static final int VOCABULARY = 5_000;
    private static final int EMBEDDING = 128;
    private static final int ENCODER_HIDDEN = 128;
    private static final int DECODER_HIDDEN = 256;
    private static final int BATCH_TOKENS = 800;
    private static final double LEARNING_RATE = 0.002;
    private static final int MOST_TOKENS = 100;
    private static final int MOST_STEPS = 60;
    private static final double JIT_SECONDS = 20;
    private static final long SEED = 1;
    private static final List<String> STEPS = List.of("nfc", "spaces", "lowercase");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final ParallelCorpus train;
    private final ParallelCorpus dev;
    private final double cpuSeconds;

    private NetworkTable(Path folder, ParallelCorpus train, ParallelCorpus dev, double cpuSeconds) {
        this.folder = folder;
        this.train = train;
        this.dev = dev;
        this.cpuSeconds = cpuSeconds;
    }

    public static void main(String[] arguments) throws IOException {
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        System.setProperty("ai.djl.offline", "true");
        int source = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
        int target = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 1;
        double minutes = arguments.length > 5 ? Double.parseDouble(arguments[5]) : 3;
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        var reader = new TrainingRun.Normalization(STEPS, STEPS).reader(CorpusFilter.DEFAULT);
        ParallelCorpus train = reader.readTsv(Path.of(arguments[1]), source, target);
        ParallelCorpus dev = reader.readTsv(Path.of(arguments[2]), source, target);
        claim(folder, train.digest() + " " + dev.digest() + " " + minutes + " CPU minutes");
        new NetworkTable(folder, train, dev, 60 * minutes).run();
    }

    /** A folder holds one table: rows of other data or another budget cannot stand in it. */
    private static void claim(Path folder, String settings) throws IOException {
        Path file = folder.resolve("settings.txt");
        if (Files.exists(file) && !Files.readString(file).equals(settings)) {
            throw new IllegalArgumentException(
                    folder + ": found a table of " + Files.readString(file) + ", expected of " + settings);
        }
        Files.writeString(file, settings);
    }

    /** Every cell and attention; then input feeding with two of them. */
    static List<NetworkShape> shapes() {
        List<NetworkShape> shapes = new ArrayList<>();
        for (CellKind cell : List.of(CellKind.GRU, CellKind.LSTM, CellKind.RNN)) {
            for (AttentionKind attention : AttentionKind.values()) {
                shapes.add(shape(cell, attention, false));
            }
        }
        shapes.add(shape(CellKind.GRU, AttentionKind.LUONG_GENERAL, true));
        shapes.add(shape(CellKind.LSTM, AttentionKind.LUONG_GENERAL, true));
        return shapes;
    }

    private static NetworkShape shape(CellKind cell, AttentionKind attention, boolean inputFeeding) {
        return new NetworkShape(
                VOCABULARY,
                EMBEDDING,
                ENCODER_HIDDEN,
                DECODER_HIDDEN,
                new NetworkOptions(
                        cell,
                        1,
                        1,
                        EncoderDirection.BIDIRECTIONAL,
                        attention,
                        inputFeeding,
                        InitialState.BRIDGE,
                        Tying.THREE_WAY,
                        false));
    }

    private void run() throws IOException {
        SentencePieceTokenizer tokenizer = tokenizer();
        TokenLimit limit = new TokenLimit(MOST_TOKENS, false);
        List<EncodedPair> pairs = limit.encode(tokenizer, train.pairs());
        boolean warm = false;
        List<NetworkRow> rows = new ArrayList<>();
        for (NetworkShape shape : shapes()) {
            Path file = folder.resolve(NetworkRow.name(shape) + ".json");
            if (!Files.exists(file)) {
                if (!warm) {
                    train(
                            shape,
                            tokenizer,
                            pairs,
                            Math.min(JIT_SECONDS, cpuSeconds)); // compiled code for the first network too
                    warm = true;
                }
                WholeFile.write(file, JSON.writeValueAsBytes(train(shape, tokenizer, pairs, cpuSeconds)));
            }
            rows.add(JSON.readValue(file.toFile(), NetworkRow.class));
            NetworkRow.write(folder.resolve("table.md"), rows);
            System.err.println(rows.getLast().progress());
        }
        NetworkRow.write(folder.resolve("table.md"), GraphCosts.measured(rows, shapes(), this::weights));
    }

    private Checkpoint weights(NetworkShape shape) {
        return CheckpointFile.read(folder.resolve(NetworkRow.name(shape) + ".weights"));
    }

    private SentencePieceTokenizer tokenizer() throws IOException {
        Path file = folder.resolve("tokenizer.spm");
        if (!Files.exists(file)) {
            List<String> texts = train.pairs().stream()
                    .flatMap(pair -> Stream.of(pair.source(), pair.target()))
                    .toList();
            WholeFile.write(file, TokenizerTraining.bpe(texts, VOCABULARY));
        }
        return SentencePieceTokenizer.load(file);
    }

    private NetworkRow train(
            NetworkShape shape, SentencePieceTokenizer tokenizer, List<EncodedPair> pairs, double seconds) {
        int bos = tokenizer.vocabulary().bos();
        int eos = tokenizer.vocabulary().eos();
        try (Seq2SeqNetwork network = new Seq2SeqNetwork(WeightInitializer.initialize(shape, SEED))) {
            TimedTraining.Result trained =
                    new TimedTraining(seconds, BATCH_TOKENS, LEARNING_RATE, SEED).train(network, pairs, bos, eos);
            CheckpointFile.writeWeights(
                    folder.resolve(NetworkRow.name(shape) + ".weights"), network.weights(), Checkpoint.Position.START);
            return NetworkRow.of(shape, trained, evaluate(new NetworkDecoder(network, bos, eos), tokenizer));
        }
    }

    private Evaluation evaluate(NetworkDecoder decoder, SentencePieceTokenizer tokenizer) {
        TestSet test = TestSet.of(
                dev.pairs().stream().map(NetworkTable::row).toList(),
                0,
                1,
                dev.report().name(),
                null);
        TokenLimit any = new TokenLimit(Integer.MAX_VALUE, false);
        List<int[]> sources = test.sources().stream()
                .map(source -> any.source(tokenizer, source))
                .toList();
        List<String> outputs = decoder.greedy(sources, MOST_STEPS).stream()
                .map(tokenizer::decode)
                .toList();
        ModelIdentity model = new ModelIdentity("table", "1", "", "translation", null, null);
        return Evaluation.of(test, new SystemOutputs(model, outputs, 0, 0, 1), List.of(), Metrics.CASED);
    }

    private static List<String> row(SentencePair pair) {
        return List.of(pair.source(), pair.target());
    }
}
