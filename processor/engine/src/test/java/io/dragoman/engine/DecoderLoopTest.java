package io.dragoman.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.model.DecoderLoop;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.ModelException;
import java.io.IOException;
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

    private List<Outcome> generated(EngineOptions options) {
        List<GenerationRequest> requests = Stream.of("a b c", "", "d", "c b a d c b a", "?!", "a ".repeat(400))
                .flatMap(text -> Stream.of(
                        new GenerationRequest(text),
                        new GenerationRequest(text, new GenerationOptions(1, 1, null, null)),
                        new GenerationRequest(text, new GenerationOptions(4, 3, null, 6))))
                .toList();
        try (Seq2SeqEngine engine = engine(TinyBundle.folder(), options)) {
            return engine.generate(requests);
        }
    }

    @Test
    void outcomesAreTheSame() {
        List<Outcome> inGraph = generated(ON_CPU.looping(DecoderLoop.GRAPH));
        List<BatchStatistics> told = List.copyOf(batches);
        batches.clear();

        assertThat(inGraph).isEqualTo(generated(ON_CPU.looping(DecoderLoop.STEPS)));
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
        Path folder = TinyBundle.copyTo(temporary.resolve("bundle"));
        Path manifest = folder.resolve("bundle.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace("\"lengthPenalty\"", "\"blockedNgram\" : 3,\n    \"lengthPenalty\""));
        assertThat(ModelBundle.load(folder).manifest().decoding().blockedNgram())
                .isEqualTo(3);

        assertThatThrownBy(() -> engine(folder, ON_CPU.looping(DecoderLoop.GRAPH)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("found a blocked n-gram")
                .hasMessageContaining("expected loop auto or steps");
        try (Seq2SeqEngine engine = engine(folder, ON_CPU)) {
            assertThat(engine.placement().loop()).isEqualTo(DecoderLoop.STEPS);
        }
    }
}
