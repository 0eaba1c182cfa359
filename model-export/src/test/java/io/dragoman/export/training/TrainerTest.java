package io.dragoman.export.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dragoman.engine.text.SentencePieceTokenizer;
import io.dragoman.engine.text.Tokenizer;
import io.dragoman.export.corpus.SentencePair;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.tokenizer.TokenizerTraining;
import io.dragoman.export.training.Checkpoint.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tiny network learns to copy words: enough to see that learning, stopping and resuming work on the real library. */
class TrainerTest {
    private static final String[] WORDS = {"la", "mer", "le", "ciel", "un", "jour", "bleu", "vert"};
    private static final List<SentencePair> PAIRS = pairs();
    private static final Tokenizer TOKENIZER = SentencePieceTokenizer.parse(TokenizerTraining.bpe(sentences(), 300));
    private static final NetworkShape SHAPE =
            new NetworkShape(TOKENIZER.vocabulary().size(), 24, 16, 32);

    @TempDir
    Path folder;

    @Test
    void learnsToCopy() {
        List<EpochMetrics> metrics = train(folder, options(12), step -> {});

        assertThat(metrics).hasSize(12);
        assertThat(metrics.getLast().devLoss())
                .isLessThan(0.5 * metrics.getFirst().devLoss());
        assertThat(folder.resolve("learning-curve.png")).isNotEmptyFile();
        assertThat(folder.resolve("metrics.csv")).content().startsWith("epoch,step,");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5})
    void aRunKilledInAnEpochEndsWithTheVeryWeightsOfAnUninterruptedOne(double sampled) {
        Path whole = folder.resolve("whole");
        Path killed = folder.resolve("killed");
        train(whole, options(2, sampled), step -> {});

        assertThatThrownBy(() -> train(killed, options(2, sampled), TrainerTest::dieAtStepEleven))
                .isInstanceOf(Killed.class);
        train(killed, options(2, sampled), step -> {});

        assertSameWeights(whole, killed);
    }

    @Test
    void aDamagedCheckpointIsPassedOverForTheOneBeforeIt() throws IOException {
        Path whole = folder.resolve("whole");
        Path damaged = folder.resolve("damaged");
        train(whole, options(2), step -> {});
        assertThatThrownBy(() -> train(damaged, options(2), TrainerTest::dieAtStepEleven))
                .isInstanceOf(Killed.class);
        Path newest = damaged.resolve("checkpoints/step-00000010.ckpt");
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);

        assertThatThrownBy(() -> CheckpointFile.read(newest))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("is damaged");
        train(damaged, options(2), step -> {});

        assertSameWeights(whole, damaged);
    }

    /** The control of exactness: each part of a checkpoint matters, so losing it must be seen. */
    @ParameterizedTest
    @EnumSource
    void aCheckpointThatLostAnyPartEndsElsewhere(Lost lost) {
        Path whole = folder.resolve("whole");
        Path damaged = folder.resolve("damaged");
        train(whole, options(2), step -> {});
        assertThatThrownBy(() -> train(damaged, options(2), TrainerTest::dieAtStepEleven))
                .isInstanceOf(Killed.class);
        Path newest = damaged.resolve("checkpoints/step-00000010.ckpt");
        CheckpointFile.write(newest, lost.from(CheckpointFile.read(newest)));

        train(damaged, options(2), step -> {});

        assertThat(new RunFolder(damaged).newest().weights().get("embedding"))
                .isNotEqualTo(new RunFolder(whole).newest().weights().get("embedding"));
    }

    /** What a checkpoint may lack. */
    enum Lost {
        MEANS,
        VARIANCES,
        BATCH,
        STEP;

        Checkpoint from(Checkpoint c) {
            Position p = c.position();
            int batch = this == BATCH ? p.batch() - 1 : p.batch();
            int step = this == STEP ? p.step() - 1 : p.step();
            return new Checkpoint(
                    new Position(
                            p.epoch(),
                            batch,
                            step,
                            p.bestBleu(),
                            p.bestEpoch(),
                            p.cpuSeconds(),
                            p.tokens(),
                            p.lossSum(),
                            p.lossTokens()),
                    c.weights(),
                    this == MEANS ? zeros(c.means()) : c.means(),
                    this == VARIANCES ? zeros(c.variances()) : c.variances());
        }

        private static Map<String, float[]> zeros(Map<String, float[]> arrays) {
            Map<String, float[]> zeros = new LinkedHashMap<>();
            arrays.forEach((name, values) -> zeros.put(name, new float[values.length]));
            return zeros;
        }
    }

    @Test
    void aFullDiskLeavesTheCheckpointBeforeAndOneMessageAndTheRunGoesOnOnceThereIsRoom() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "a device that is always full");
        Path whole = folder.resolve("whole");
        Path filled = folder.resolve("filled");
        train(whole, options(2), step -> {});
        Path checkpoints = Files.createDirectories(filled.resolve("checkpoints"));
        Files.createSymbolicLink(checkpoints.resolve("step-00000010.ckpt.part"), full);

        assertThatThrownBy(() -> train(filled, options(2), step -> {}))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("step-00000010.ckpt: No space left on device")
                .hasMessageContaining("the one before it is untouched");

        try (Stream<Path> left = Files.list(checkpoints)) {
            assertThat(left.map(p -> p.getFileName().toString()))
                    .contains("step-00000005.ckpt")
                    .noneMatch(name -> name.startsWith("step-00000010"));
        }
        assertThat(new RunFolder(filled).newest().position().step()).isLessThan(10);
        train(filled, options(2), step -> {});
        assertSameWeights(whole, filled);
    }

    @Test
    void whateverByteOfACheckpointChangesItIsFoundDamaged() throws IOException {
        assertThatThrownBy(() -> train(folder, options(2), TrainerTest::dieAtStepEleven))
                .isInstanceOf(Killed.class);
        Path file = folder.resolve("checkpoints/step-00000010.ckpt");
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at += at < 600 ? 7 : bytes.length / 50) {
            bytes[at] ^= 0x40;
            Files.write(file, bytes);
            bytes[at] ^= 0x40;
            assertThatThrownBy(() -> CheckpointFile.read(file))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("is damaged");
        }
        for (int length : new int[] {0, 3, 31, 32, 500, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> CheckpointFile.read(file))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("is damaged");
        }
    }

    @Test
    void aRunWithoutOneWholeCheckpointIsNotBegunAgainUnasked() throws IOException {
        train(folder, options(1), step -> {});
        List<Path> checkpoints;
        try (Stream<Path> files = Files.list(folder.resolve("checkpoints"))) {
            checkpoints = files.toList();
        }
        for (Path checkpoint : checkpoints) {
            Files.write(checkpoint, new byte[100]);
        }

        assertThatThrownBy(() -> train(folder, options(1), step -> {}))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("all " + checkpoints.size() + " checkpoints")
                .hasMessageContaining("expected a whole one");
    }

    @Test
    void everyEpochTrainsOnPairsOfItsOwn() {
        List<Integer> asked = new ArrayList<>();
        Trainer trainer = new Trainer(options(3), new RunFolder(folder), TOKENIZER, listener(step -> {}));
        trainer.train(
                SHAPE,
                epoch -> {
                    asked.add(epoch);
                    return encoded();
                },
                dev());
        assertThat(asked).endsWith(0, 1, 2);
    }

    @Test
    void aFolderOfAnotherNetworkIsRefused() {
        train(folder, options(1), step -> {});

        NetworkShape other = new NetworkShape(SHAPE.vocabulary(), 24, 16, 48);
        Trainer trainer = new Trainer(options(1), new RunFolder(folder), TOKENIZER, listener(step -> {}));
        assertThatThrownBy(() -> trainer.train(other, encoded(), dev()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("decoderHidden=32")
                .hasMessageContaining("decoderHidden=48");
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static void dieAtStepEleven(int step) {
        if (step == 11) {
            throw new Killed();
        }
    }

    @FunctionalInterface
    private interface OnStep {
        void at(int step);
    }

    private static List<EpochMetrics> train(Path root, TrainingOptions options, OnStep onStep) {
        return new Trainer(options, new RunFolder(root), TOKENIZER, listener(onStep)).train(SHAPE, encoded(), dev());
    }

    private static Trainer.ProgressListener listener(OnStep onStep) {
        return new Trainer.ProgressListener() {
            @Override
            public void step(Position position, double rate, double loss, int batches, double tokensPerSecond) {
                onStep.at(position.step());
            }

            @Override
            public void epoch(EpochMetrics metrics, String sample) {
                assertThat(metrics.trainLoss()).isFinite();
            }
        };
    }

    private static void assertSameWeights(Path one, Path other) {
        NetworkWeights expected = new RunFolder(one).newest().weights();
        NetworkWeights found = new RunFolder(other).newest().weights();
        expected.arrays()
                .forEach((name, values) -> assertThat(found.get(name)).as(name).containsExactly(values));
    }

    private static TrainingOptions options(int epochs) {
        return options(epochs, 0);
    }

    private static TrainingOptions options(int epochs, double sampled) {
        ScheduledSampling sampling = new ScheduledSampling(sampled, ScheduledSampling.Schedule.LINEAR);
        Regularization regularization = new Regularization(0, 0, 0, 0, 0, 0, sampling);
        return new TrainingOptions(epochs, 120, 0.01, 10, 0.1, 0.1, 1, epochs, 5, 3, regularization);
    }

    private static List<EncodedPair> encoded() {
        return new TokenLimit(50, false).encode(TOKENIZER, PAIRS);
    }

    private static DevSet dev() {
        List<SentencePair> some = PAIRS.subList(0, 20);
        return new DevSet(
                new TokenLimit(50, false).encode(TOKENIZER, some),
                new TokenLimit(50, false)
                        .encode(TOKENIZER, some).stream()
                                .map(EncodedPair::source)
                                .toList(),
                some.stream().map(p -> List.of(p.target())).toList());
    }

    private static List<SentencePair> pairs() {
        Random random = new Random(5);
        List<SentencePair> pairs = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            StringBuilder text = new StringBuilder();
            for (int w = 0; w <= random.nextInt(4); w++) {
                text.append(w == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
            }
            pairs.add(new SentencePair(text.toString(), text.toString()));
        }
        return pairs;
    }

    private static List<String> sentences() {
        return PAIRS.stream().map(SentencePair::source).toList();
    }
}
