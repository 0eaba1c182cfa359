package io.dragoman.export.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.text.SentencePieceTokenizer;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.onnx.GraphDecoder;
import io.dragoman.export.onnx.RnnStepGraphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleWriterTest {
    @TempDir
    private Path folder;

    @Test
    void aBundleHoldsEveryFileAndSaysWhatItIs() throws IOException {
        ModelBundle bundle = BundleWriter.write(TinyBundle.draft(), folder.resolve("tiny"));
        assertThat(bundle.manifest().files())
                .containsOnlyKeys("MODEL_CARD.md", "decoder_step.onnx", "encoder.onnx", "tokenizer.spm");
        assertThat(bundle.manifest().graphs().get("decoderStep")).satisfies(step -> {
            assertThat(step.inputs().toString())
                    .contains("name=token_ids, type=int64, rank=1", "name=mask, type=float, rank=3");
            assertThat(step.outputs().toString()).contains("name=attention, type=float, rank=2");
        });
        assertThat(bundle.describe()).contains("tiny-reversal 1 (translation, from en, to fr)");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("tiny"));
        }
    }

    @Test
    void theSameDraftGivesTheSameBytes() {
        ModelBundle first = BundleWriter.write(TinyBundle.draft(), folder.resolve("first"));
        ModelBundle second = BundleWriter.write(TinyBundle.draft(), folder.resolve("second"));
        assertThat(second.digest()).isEqualTo(first.digest());
    }

    @Test
    void theBundleInTheEnginesTestsIsTheOneMadeHere() {
        Path shipped = Path.of(
                System.getProperty("dragoman.root"), "processor/engine/src/test/resources/bundles/tiny-reversal");
        assertThat(ModelBundle.load(shipped).digest())
                .isEqualTo(BundleWriter.write(TinyBundle.draft(), folder.resolve("tiny"))
                        .digest());
    }

    @Test
    void tinyOutputsEndAndDiffer() {
        byte[] model = TinyBundle.draft().tokenizer();
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.parse(model);
        int eos = tokenizer.vocabulary().eos();
        NetworkWeights weights = TinyBundle.weights(tokenizer.vocabulary());
        try (GraphDecoder decoder = new GraphDecoder(
                RnnStepGraphs.of(weights), tokenizer.vocabulary().bos(), eos)) {
            List<int[]> sources = TinyBundle.SENTENCES.stream()
                    .map(text -> tokenizer.encode(text).ids())
                    .map(ids -> {
                        int[] row = Arrays.copyOf(ids, ids.length + 1);
                        row[ids.length] = eos;
                        return row;
                    })
                    .toList();
            List<String> outputs =
                    decoder.greedy(sources, 24).stream().map(tokenizer::decode).toList();
            assertThat(outputs.stream().distinct().count()).isGreaterThan(3);
            assertThat(decoder.greedy(sources, 24)).anyMatch(ids -> ids.length < 24);
        }
    }

    @Test
    void anExistingOutputIsLeftAlone() {
        assertThatThrownBy(() -> BundleWriter.write(TinyBundle.draft(), folder))
                .isInstanceOf(BundleWriteException.class)
                .hasMessageContaining("exists, expected a folder to be created");
    }
}
