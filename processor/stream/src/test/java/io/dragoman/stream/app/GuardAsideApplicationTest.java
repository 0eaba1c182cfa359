package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.Explained;
import io.dragoman.engine.Explanation;
import io.dragoman.engine.Flag;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.event.DecodingOptions;
import io.dragoman.event.GeneratedText;
import io.dragoman.event.SourceText;
import io.dragoman.stream.demo.DemoParts;
import io.dragoman.stream.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the word guard of the shipped summariser gives way, it is told: with the record, in its explanation and in a scrape. */
class GuardAsideApplicationTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Path BUNDLE =
            Path.of(System.getProperty("dragoman.root", "../.."), "model-export/models/debian-synopsis-int8");

    /** Searched greedily it begins a word that it cannot end; with the bundle's own beam it does not. */
    private static final String TEXT =
            "This package contains utility programs related to the GNU C Library development package.";

    private static final GenerationOptions GREEDY = new GenerationOptions(1, 1, null, null);

    @TempDir
    Path folder;

    @BeforeEach
    void aBundleIsShipped() {
        assertThat(BUNDLE).isDirectory();
    }

    @Test
    void recordsAndScrapesTellOfIt() throws Exception {
        String bundle = BUNDLE.toAbsolutePath().toString();
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                DemoParts.Running application =
                        new DemoWiring().start(Monitored.serving(folder, broker, "", bundle), (p, o, b) -> {});
                Monitored monitored = new Monitored(broker, application.managementPort())) {
            assertThat(aside(monitored)).as("shown from 0").isZero();
            monitored.send(record(null));
            monitored.send(record(new DecodingOptions(1, 1, null, null)));
            monitored.send(record(new DecodingOptions(1, 1, null, null)));
            await().atMost(SOON).until(() -> monitored.count("out") == 3);

            assertThat(monitored.generated())
                    .extracting(GeneratedText::getFlags)
                    .containsExactly(List.of(), List.of("GUARD_ASIDE"), List.of("GUARD_ASIDE"));
            await("a scrape is half a second old").atMost(SOON).until(() -> aside(monitored) == 2);
        }
    }

    private static double aside(Monitored monitored) throws Exception {
        return monitored.scrape().sum("dragoman_guard_aside_total", "model", "debian-synopsis-int8");
    }

    private static SourceText record(@Nullable DecodingOptions options) {
        return SourceText.newBuilder().setText(TEXT).setOptions(options).build();
    }

    @Test
    void anExplanationTellsOfItAsTheGenerationDoes() {
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(BUNDLE, EngineOptions.defaults())) {
            GenerationRequest greedy = new GenerationRequest(TEXT, GREEDY);
            Outcome.Generated generated =
                    (Outcome.Generated) engine.generate(List.of(greedy)).getFirst();
            Explanation explained = explained(engine.explain(greedy));
            assertThat(explained.flags()).isEqualTo(generated.flags()).containsExactly(Flag.GUARD_ASIDE);
            assertThat(explained(engine.explain(greedy, generated.text())).flags())
                    .as("a target of somebody else's")
                    .isEmpty();
            assertThat(explained(engine.explain(new GenerationRequest(TEXT))).flags())
                    .isEmpty();
        }
    }

    private static Explanation explained(Explained explained) {
        return (Explanation) explained;
    }
}
