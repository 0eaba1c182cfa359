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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelsTest {
    private static Seq2SeqModel load() {
        return OnnxModels.load(ModelBundle.load(TinyBundle.folder()), Device.CPU, 1);
    }

    @Test
    void cudaIsRefusedWhereItIsAbsent() {
        ModelBundle bundle = ModelBundle.load(TinyBundle.folder());
        assertThatThrownBy(() -> OnnxModels.load(bundle, Device.CUDA, 1))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("device cuda was asked for", "expected onnxruntime_gpu", "cpu or auto");
        OnnxModels.load(bundle, Device.AUTO, 1).close();
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
            assertThat(Arrays.copyOfRange(all.logProbs(), 0, 4))
                    .containsExactly(first, org.assertj.core.data.Offset.offset(1e-4f));
            assertThat(Arrays.copyOfRange(all.logProbs(), 4, 8))
                    .containsExactly(second, org.assertj.core.data.Offset.offset(1e-4f));
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
    void aRuntimeFailureIsAModelException() {
        try (Seq2SeqModel model = load()) {
            assertThatThrownBy(() -> model.encode(new int[][] {{1_000_000}}))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("the encoder failed on 1 sources");
        }
    }
}
