package io.dragoman.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.engine.bundle.BundleManifest;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.model.DecoderLoop;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.ModelException;
import io.dragoman.engine.model.Placement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the loop over the decoder's steps runs is a matter of speed alone. */
class DecoderLoopTest {
    private static final EngineOptions ON_CPU = EngineOptions.defaults().on(Device.CPU);

    private final List<BatchStatistics> batches = new ArrayList<>();

    private Seq2SeqEngine engine(Path bundle, EngineOptions options) {
        return Seq2SeqEngine.load(bundle, options, (model, batch) -> batches.add(batch));
    }

    private List<Outcome> generated(Path bundle, EngineOptions options) {
        List<GenerationRequest> requests = Stream.of("a b c", "", "d", "c b a d c b a", "?!", "a ".repeat(400))
                .flatMap(text -> Stream.of(
                        new GenerationRequest(text),
                        new GenerationRequest(text, new GenerationOptions(1, 1, null, null)),
                        new GenerationRequest(text, new GenerationOptions(4, 3, null, 6))))
                .toList();
        try (Seq2SeqEngine engine = engine(bundle, options)) {
            return engine.generate(requests);
        }
    }

    @Test
    void outcomesAreTheSame(@TempDir Path temporary) throws IOException {
        sameOutcomes(TinyBundle.folder());
        sameOutcomes(TinyBundle.blocking(2, temporary.resolve("blocking")));
    }

    private void sameOutcomes(Path bundle) {
        batches.clear();
        List<Outcome> inGraph = generated(bundle, ON_CPU.looping(DecoderLoop.GRAPH));
        List<BatchStatistics> told = List.copyOf(batches);
        batches.clear();

        assertThat(inGraph).isEqualTo(generated(bundle, ON_CPU.looping(DecoderLoop.STEPS)));
        assertThat(inGraph).hasAtLeastOneElementOfType(Outcome.Generated.class);
        assertThat(told).hasSameSizeAs(batches).isNotEmpty().allSatisfy(batch -> {
            assertThat(batch.decodeNanos()).isPositive();
            assertThat(batch.steps()).isPositive();
        });
    }

    @Test
    void aCpuStepsUnlessItIsToldOtherwise() {
        try (Seq2SeqEngine engine = engine(TinyBundle.folder(), ON_CPU)) {
            assertThat(engine.placement().loop()).isEqualTo(DecoderLoop.STEPS);
            assertThat(engine.placement().described()).isEqualTo("cpu");
        }
        try (Seq2SeqEngine engine = engine(TinyBundle.folder(), ON_CPU.looping(DecoderLoop.GRAPH))) {
            assertThat(engine.placement().described()).isEqualTo("cpu, its loop in the graph");
        }
    }

    @Test
    void aBatchThatTakesTooLongFailsInTheGraphToo() {
        EngineOptions hurried = new EngineOptions(
                Device.CPU, ON_CPU.gpuMemory(), DecoderLoop.GRAPH, 1, 64, Duration.ofNanos(1), OverlongPolicy.REJECT);
        try (Seq2SeqEngine engine = engine(TinyBundle.folder(), hurried)) {
            assertThat(engine.generate(List.of(new GenerationRequest("a b c"))))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.reason()).isEqualTo(Reason.DEADLINE_EXCEEDED));
        }
    }

    @Test
    void aBundleWhoseSearchCannotRunInAGraphSaysSo(@TempDir Path temporary) throws IOException {
        Path folder = withLexicon(temporary.resolve("bundle"));
        assertThatThrownBy(() -> engine(folder, ON_CPU.looping(DecoderLoop.GRAPH)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("found a lexicon")
                .hasMessageContaining("expected loop auto or steps");
        try (Seq2SeqEngine engine = engine(folder, ON_CPU)) {
            assertThat(engine.placement().described()).isEqualTo("cpu");
        }
    }

    @Test
    void onAGpuTheLoopIsInTheGraphOrItIsSaidWhyNot(@TempDir Path temporary) throws IOException {
        Device gpu = Device.of("cuda:1");
        BundleManifest free = ModelBundle.load(TinyBundle.folder()).manifest();
        BundleManifest guarded =
                ModelBundle.load(withLexicon(temporary.resolve("bundle"))).manifest();

        assertThat(placed(free, DecoderLoop.AUTO, gpu, true)).isEqualTo("cuda:1, its loop in the graph");
        assertThat(placed(free, DecoderLoop.AUTO, gpu, false))
                .isEqualTo("cuda:1, its loop outside the graph for graphs that cannot be made one");
        assertThat(placed(free, DecoderLoop.STEPS, gpu, false)).isEqualTo("cuda:1");
        assertThat(placed(guarded, DecoderLoop.AUTO, gpu, false))
                .isEqualTo("cuda:1, its loop outside the graph for a lexicon");
        assertThat(LoopChoice.of(guarded, DecoderLoop.AUTO, gpu).loop()).isEqualTo(DecoderLoop.STEPS);
    }

    private static String placed(BundleManifest bundle, DecoderLoop wanted, Device used, boolean graph) {
        return LoopChoice.of(bundle, wanted, used).of(Placement.on(used), graph).described();
    }

    private static Path withLexicon(Path target) throws IOException {
        Path manifest = TinyBundle.copyTo(target).resolve("bundle.json");
        Files.writeString(target.resolve("lexicon.txt"), "a\nb\n");
        String guarded = Files.readString(manifest)
                .replace("\"lengthPenalty\"", "\"lexicon\" : \"lexicon.txt\",\n    \"lengthPenalty\"");
        ModelBundle.seal(target, BundleManifest.parse(guarded.getBytes(StandardCharsets.UTF_8), "the test"));
        return target;
    }
}
