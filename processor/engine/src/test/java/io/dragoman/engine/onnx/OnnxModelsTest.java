package io.dragoman.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.engine.TinyBundle;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.model.DecoderState;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.ModelException;
import io.dragoman.engine.model.Seq2SeqModel;
import io.dragoman.engine.model.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxModelsTest {
    private static Seq2SeqModel load() {
        return OnnxModels.load(ModelBundle.load(TinyBundle.folder()), Device.CPU, 1);
    }

    @Test
    void cudaIsRefusedWhereItIsAbsent() {
        ModelBundle bundle = ModelBundle.load(TinyBundle.folder());
        assertThatThrownBy(() -> OnnxModels.load(bundle, Device.CUDA, 1))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("device cuda:0 was asked for", "expected onnxruntime_gpu", "cpu or auto");
        OnnxModels.load(bundle, Device.AUTO, 1).close();
        assertThat(OnnxModels.place(Device.AUTO).used()).isEqualTo(Device.CPU);
    }

    @Test
    void devicesAreWrittenAsTheyAreRead() {
        assertThat(List.of("auto", "cpu", "cuda:0", "cuda:3"))
                .allSatisfy(text -> assertThat(Device.of(text)).hasToString(text));
        assertThat(Device.of("cuda")).isEqualTo(Device.CUDA);
        assertThat(List.of("gpu", "cpu:1", "cuda:", "cuda:-1", ""))
                .allSatisfy(text -> assertThatThrownBy(() -> Device.of(text))
                        .hasMessageContaining("expected auto, cpu, cuda or cuda:N"));
    }

    @Test
    void aGraphUnlikeItsDescriptionIsRefused(@TempDir Path temporary) throws IOException {
        Path folder = TinyBundle.copyTo(temporary.resolve("bundle"));
        Files.copy(folder.resolve("encoder.onnx"), folder.resolve("spare"));
        Files.move(
                folder.resolve("spare"),
                folder.resolve("decoder_step.onnx"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        ModelBundle bundle =
                ModelBundle.seal(folder, ModelBundle.load(TinyBundle.folder()).manifest());
        assertThatThrownBy(() -> OnnxModels.load(bundle, Device.CPU, 1))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll(
                        "graph decoderStep", "graph input token_ids: found none, expected int64 of rank 1");
    }

    @Test
    void selectedRowsGoOnAsIfTheyWereAlone() {
        int[][] sources = {{8, 9, 10, 2}, {11, 2}, {12, 13, 14, 15, 16, 2}};
        int[] rows = {2, 0, 0, 2};
        try (Seq2SeqModel model = load()) {
            StepResult all;
            try (DecoderState state = model.encode(sources)) {
                model.step(state, new int[] {1, 1, 1}, 4);
                state.select(rows);
                model.step(state, new int[] {20, 21, 22, 23}, 4);
                state.select(new int[] {1, 3});
                all = model.step(state, new int[] {30, 31}, 4);
            }
            float[] first = alone(model, sources[0], 21, 30);
            float[] second = alone(model, sources[2], 23, 31);
            assertThat(Arrays.copyOfRange(all.logProbs(), 0, 4)).containsExactly(first);
            assertThat(Arrays.copyOfRange(all.logProbs(), 4, 8)).containsExactly(second);
        }
    }

    private static float[] alone(Seq2SeqModel model, int[] source, int... tokens) {
        try (DecoderState state = model.encode(new int[][] {source})) {
            StepResult result = model.step(state, new int[] {1}, 4);
            for (int token : tokens) {
                result = model.step(state, new int[] {token}, 4);
            }
            return result.logProbs();
        }
    }

    @Test
    void noBitOfARowDependsOnItsCompany() {
        Random random = new Random(3);
        try (Seq2SeqModel model = load()) {
            for (int length = 1; length <= 40; length++) {
                int[] source = source(random, length);
                int[] longer = source(random, length + 1 + random.nextInt(60));
                int[] tokens = source(random, 6);
                float[] alone = logProbs(model, new int[][] {source}, 0, tokens);
                assertThat(logProbs(model, new int[][] {longer, source}, 1, tokens))
                        .as("beside a longer source than %d tokens", length)
                        .containsExactly(alone);
                int[][] many = new int[1 + random.nextInt(70)][];
                Arrays.fill(many, source);
                assertThat(logProbs(model, many, many.length - 1, tokens))
                        .as("in a batch of %d", many.length)
                        .containsExactly(alone);
            }
        }
    }

    private static int[] source(Random random, int length) {
        int[] ids = random.ints(length, 4, 320).toArray();
        ids[length - 1] = 2;
        return ids;
    }

    /** What a row's four best tokens scored at every step, in the order of their ids, as ties may come in any. */
    private static float[] logProbs(Seq2SeqModel model, int[][] sources, int row, int[] tokens) {
        float[] all = new float[4 * tokens.length];
        try (DecoderState state = model.encode(sources)) {
            for (int step = 0; step < tokens.length; step++) {
                int[] newest = new int[sources.length];
                Arrays.fill(newest, tokens[step]);
                StepResult result = model.step(state, newest, 4);
                float[] best = Arrays.copyOfRange(result.logProbs(), 4 * row, 4 * row + 4);
                Arrays.sort(best);
                System.arraycopy(best, 0, all, 4 * step, 4);
            }
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "'\"name\" : \"token_ids\"', '\"name\" : \"tokens\"', bundle.json input token_ids: found none",
        "'\"name\" : \"token_ids\"', '\"name\" : \"tokens\"', graph input tokens: found none",
        "'\"rank\" : 3', '\"rank\" : 4', 'bundle.json output keys: found float of rank 4, expected float of rank 3'",
        "'\"rank\" : 3', '\"rank\" : 4', 'graph output keys: found float of rank 3, expected float of rank 4'",
        "int32, int64, 'graph input source_lengths: found int32 of rank 1, expected int64 of rank 1'",
        "'\"name\" : \"next_state\"', '\"name\" : \"state\"', bundle.json output next_state: found none",
        "'\"decoderStep\"', '\"decoder\"', 'found graphs [decoder, encoder], expected decoderStep'",
        "rnn-step, optimum, 'found layout optimum, expected rnn-step'"
    })
    void aManifestUnlikeItsGraphsIsRefused(String text, String other, String message, @TempDir Path temporary)
            throws IOException {
        Path folder = TinyBundle.copyTo(temporary.resolve("bundle"));
        Path manifest = folder.resolve("bundle.json");
        String before = Files.readString(manifest);
        assertThat(before).contains(text);
        Files.writeString(manifest, before.replace(text, other));
        ModelBundle bundle = ModelBundle.load(folder);
        assertThatThrownBy(() -> OnnxModels.load(bundle, Device.CPU, 1))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFileThatIsNoGraphIsRefused(@TempDir Path temporary) throws IOException {
        Path folder = TinyBundle.copyTo(temporary.resolve("bundle"));
        Files.writeString(folder.resolve("encoder.onnx"), "not a graph");
        ModelBundle bundle =
                ModelBundle.seal(folder, ModelBundle.load(TinyBundle.folder()).manifest());
        assertThatThrownBy(() -> OnnxModels.load(bundle, Device.CPU, 1))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("encoder.onnx", "expected an ONNX file of opset 17 or lower");
    }

    @Test
    void aRuntimeFailureIsAModelException() {
        try (Seq2SeqModel model = load()) {
            assertThatThrownBy(() -> model.encode(new int[][] {{1_000_000}}))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("the encoder failed on 1 sources");
        }
    }
}
