package io.dragoman.export.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.engine.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is shipped in {@code model-export/models} is whole, does what its name says, and tells what it is not for. */
class ShippedBundlesTest {
    private static final Path MODELS = Path.of(System.getProperty("dragoman.root", "."), "model-export", "models");

    static Stream<Path> bundles() throws IOException {
        try (Stream<Path> folders = Files.list(MODELS)) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void itIsNamedAsItsFolderAndItsCardNamesDataLicenceLimitsAndCommand(Path folder) throws IOException {
        ModelBundle bundle = ModelBundle.load(folder);

        assertThat(bundle.manifest().name()).isEqualTo(folder.getFileName().toString());
        assertThat(Files.readString(folder.resolve("MODEL_CARD.md")))
                .contains("**Data**", "Licence", "**Scores**", "**Limits**", "**Biases seen**", "**Not for**")
                .contains("model-export.jar train", "model-export.jar export", "seed 1");
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void itGenerates(Path folder) {
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(folder, EngineOptions.defaults())) {
            boolean translates = engine.model().task().equals("translation");
            String source = translates
                    ? "She is my sister."
                    : "This package provides a small library for reading and writing MIDI files. It is used by editors"
                            + " of music.";

            List<Outcome> outcomes =
                    engine.generate(List.of(new GenerationRequest(source, GenerationOptions.DEFAULTS)));

            assertThat(outcomes).singleElement().isInstanceOfSatisfying(Outcome.Generated.class, generated -> {
                String text = generated.hypotheses().getFirst().text();
                if (translates) {
                    assertThat(text).endsWith("est ma sœur.");
                } else {
                    assertThat(text).containsIgnoringCase("MIDI");
                }
            });
        }
    }
}
