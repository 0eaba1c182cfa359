package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dragoman.engine.GeneratedHypothesis;
import io.dragoman.engine.Outcome;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.metrics.Telemetry;
import io.dragoman.stream.topology.RecordObserver;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console keeps of the stream's texts. */
class ConsoleFeedTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(strings = {RecordObserver.GENERATED, "SOURCE_TOO_LONG"})
    void noTextIsKeptUnlessItMayBeShown(String reason) {
        try (Telemetry telemetry = new Telemetry();
                ConsoleFeed feed = new ConsoleFeed(telemetry, wish(false))) {
            WeakReference<String> text = served(feed, reason);
            await().atMost(SOON).until(() -> isForgotten(text));
        }
    }

    @Test
    void whatMayBeShownIsKeptAndMakesRoom() {
        try (Telemetry telemetry = new Telemetry();
                ConsoleFeed feed = new ConsoleFeed(telemetry, wish(true))) {
            WeakReference<String> text = served(feed, RecordObserver.GENERATED);
            assertThat(isForgotten(text)).isFalse();
            for (int i = 0; i < 100; i++) {
                served(feed, RecordObserver.GENERATED);
            }
            await().atMost(SOON).until(() -> isForgotten(text));
        }
    }

    private static DragomanConfiguration.Console wish(boolean showTexts) {
        return new DragomanConfiguration.Console(true, true, showTexts, List.of(), 1000, 10);
    }

    private static WeakReference<String> served(ConsoleFeed feed, String reason) {
        String text = "a text of the stream ".repeat(3); // one of its own, not of the constant pool
        Outcome outcome = new Outcome.Generated(List.of(new GeneratedHypothesis(text, -1)), Set.of());
        feed.served(new RecordObserver.Served(
                new TopicPartition("in", 0), 1, reason, 1, true, Duration.ZERO, 1, text, outcome));
        return new WeakReference<>(text);
    }

    private static boolean isForgotten(WeakReference<String> text) {
        System.gc();
        return text.get() == null;
    }
}
