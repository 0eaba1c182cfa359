package io.dragoman.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.stream.console.Console;
import io.dragoman.stream.console.ConsoleModel;
import io.dragoman.stream.console.ConsoleOptions;
import io.dragoman.stream.console.DeadLetterTrail;
import io.dragoman.stream.console.LiveHistory;
import io.dragoman.stream.console.PartitionLag;
import io.dragoman.stream.console.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console with the shipped model, as a person with mouse and keyboard uses it. */
@SuppressWarnings("NullAway.Init") // set before each test
class ConsoleBrowserTest {
    private static final Path ROOT = Path.of(System.getProperty("dragoman.root", "."));
    private static final Path BUNDLE = ROOT.resolve("model-export/models/tatoeba-en-fr");
    private static final String SENTENCE = "The old man who lives next door gave me an apple.";

    private final LiveHistory history = new LiveHistory();
    private final DeadLetterTrail deadLetters = new DeadLetterTrail();
    private Seq2SeqEngine engine;
    private OpenConsole console;
    private Page page;

    @BeforeEach
    void open() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(BUNDLE), "no shipped bundle at " + BUNDLE);
        engine = Seq2SeqEngine.load(BUNDLE, EngineOptions.defaults());
        ConsoleModel model =
                new ConsoleModel(engine.model(), Files.readString(BUNDLE.resolve("MODEL_CARD.md")), engine::explain);
        console = new OpenConsole(new Console(
                new ConsoleOptions(true, List.of(), 4096, 60), () -> List.of(model), history, deadLetters, null));
        page = console.page;
        minutes(10);
    }

    @AfterEach
    void close() {
        if (engine != null) {
            engine.close();
        }
        if (console != null) {
            console.close();
        }
    }

    /** So many minutes of a stream that falls behind and catches up. */
    private void minutes(int count) {
        long now = System.currentTimeMillis() / 1000;
        int seconds = count * 60;
        for (int i = 0; i <= seconds; i++) {
            double wave = Math.sin(i / 60.0);
            for (int r = 0; r < 120 + 60 * wave; r++) {
                history.served(r % 50 == 7 ? LiveHistory.Ending.REJECTED : LiveHistory.Ending.GENERATED, (long)
                        (40 + 30 * wave + r % 90));
            }
            history.decoded((int) (20 + 10 * wave));
            long waiting = Math.max(0, (long) (900 * Math.sin(i / 90.0)));
            history.sample(
                    i * 1_000_000_000L,
                    now - seconds + i,
                    List.of(lag(0, waiting, null), lag(1, waiting / 3, null)),
                    waiting / 150.0);
        }
        for (int i = 0; i < 30; i++) {
            String reason = i % 4 == 0 ? "EMPTY_TEXT" : i % 7 == 0 ? "UNDECODABLE" : "SOURCE_TOO_LONG";
            deadLetters.add(System.currentTimeMillis() - 1000L * i, reason, new Place("orders", i % 2, 1000 + i), null);
        }
    }

    private static PartitionLag lag(int partition, long records, PartitionLag.@Nullable Oldest oldest) {
        return new PartitionLag("orders", partition, records, oldest);
    }

    private void trySentence(String text) {
        page.until("document.querySelector('#model').options.length > 0");
        page.evaluate(
                "document.querySelector('#text').value = " + new com.fasterxml.jackson.databind.node.TextNode(text)
                        + "; document.querySelector('#trial button').click()");
        page.until("document.querySelectorAll('#heat td').length > 0");
    }

    @Test
    void liveValuesMove() {
        console.go();
        page.until("document.querySelector('#rate').textContent !== '–'");
        String before =
                page.evaluate("document.querySelector('#rate').textContent").asText();
        for (int i = 0; i < 5000; i++) {
            history.served(LiveHistory.Ending.GENERATED, 20);
        }
        history.sample(601_000_000_000L, System.currentTimeMillis() / 1000 + 1, List.of(), Double.NaN);
        page.until("document.querySelector('#rate').textContent !== '" + before + "'");
        assertThat(page.evaluate("document.querySelector('#rate').textContent").asText())
                .isEqualTo("5000");
        assertThat(page.evaluate("document.querySelector('#dead-letters').textContent")
                        .asText())
                .contains("SOURCE_TOO_LONG", "orders-1");
        console.assertNothingWrong();
    }

    @Test
    void thePartitionWhoseNextRecordWaitsLongestComesFirst() {
        List<PartitionLag> lags = List.of(
                lag(0, 1200, new PartitionLag.Oldest(700, 2_500, false)),
                lag(1, 0, null),
                lag(2, 3, new PartitionLag.Oldest(9_007_199_254L, 3_725_900, false)),
                lag(3, 9, new PartitionLag.Oldest(12, 61_000, true)));
        history.sample(601_000_000_000L, System.currentTimeMillis() / 1000 + 1, lags, Double.NaN);
        console.go();
        page.until("document.querySelectorAll('#partitions tr').length === 4");
        assertThat(text("#longest")).isEqualTo("orders-2 waits longest: offset 9007199254, 1 h 2 min");
        page.evaluate("document.querySelector('#lags').open = true");
        assertThat(page.evaluate("document.querySelector('#lags table').innerText")
                        .asText()
                        .lines())
                .containsExactly(
                        "topic-partition\trecords\tnext offset\thas waited",
                        "orders-2\t3\t9007199254\t1 h 2 min",
                        "orders-3\t9\t12\tat least 1 min 1 s",
                        "orders-0\t1200\t700\t2.5 s",
                        "orders-1\t0\t–\t–");
        history.sample(602_000_000_000L, System.currentTimeMillis() / 1000 + 2, List.of(lag(0, 0, null)), Double.NaN);
        page.until("document.querySelector('#longest').textContent === ''");
        assertThat(page.evaluate("document.querySelectorAll('#partitions tr').length")
                        .asInt())
                .isEqualTo(1);
        console.assertNothingWrong();
    }

    private String text(String selector) {
        return page.evaluate("document.querySelector('" + selector + "').textContent")
                .asText();
    }

    @Test
    void aHoveredOrFocusedWordLightsUpWhatTheAlignmentSays() {
        console.go();
        trySentence(SENTENCE);
        JsonNode told = page.evaluate(
                "fetch('api/explain', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({text: '"
                        + SENTENCE + "', nBest: 3})}).then(r => r.json())");
        JsonNode weights = told.at("/hypotheses/0/attention/words");
        for (int t = 0; t < weights.size(); t++) {
            page.pointAt("#target-words button", t);
            assertThat(litSources()).as("hovered word " + t).isEqualTo(weights.get(t));
        }
        page.pointAt("h1", 0);
        page.evaluate("document.querySelector('#target-words button').focus()");
        assertThat(litSources()).isEqualTo(weights.get(0));
        page.press("Tab", 9);
        assertThat(page.evaluate("document.activeElement.parentElement.id").asText())
                .isEqualTo("target-words");
        assertThat(litSources()).isEqualTo(weights.get(1));
        page.evaluate("document.querySelectorAll('#hypotheses button')[1].click()");
        assertThat(page.evaluate("[...document.querySelectorAll('#heat tbody tr')].length")
                        .asInt())
                .isEqualTo(told.at("/hypotheses/1/target/words").size());
        console.assertNothingWrong();
    }

    @ParameterizedTest
    @CsvSource({"مرحبا بالعالم، كيف حالك؟, rtl, 7", "我喜欢在北京吃中国菜。, ltr, 12"})
    void otherScriptsAreCutIntoTheirWords(String text, String direction, int words) {
        console.go();
        trySentence(text);
        assertThat(page.evaluate("getComputedStyle(document.querySelector('#source-words')).direction")
                        .asText())
                .isEqualTo(direction);
        assertThat(page.evaluate("document.querySelectorAll('#source-words button').length")
                        .asInt())
                .isEqualTo(words);
        console.assertNothingWrong();
    }

    /** Weights of the source words as they are lit. */
    private JsonNode litSources() {
        return page.evaluate(
                "[...document.querySelectorAll('#source-words button')].map(b => Number(b.dataset.weight))");
    }

    @ParameterizedTest
    @CsvSource({"1200, 900, light", "1200, 900, dark", "390, 844, light", "390, 844, dark"})
    void anAuditOfAccessibilityFindsNothingSerious(int width, int height, String scheme) throws IOException {
        PartitionLag far = new PartitionLag(
                "customer-support.messages.inbound.translated.v2",
                11,
                1200,
                new PartitionLag.Oldest(123_456_789_012L, 260_000, true));
        history.sample(601_000_000_000L, System.currentTimeMillis() / 1000 + 1, List.of(far, lag(1, 0, null)), 8.0);
        page.look(width, height, scheme);
        console.go();
        trySentence(SENTENCE);
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = !d.closest('#models'))");
        page.pointAt("#target-words button", 2);
        console.audit("console-%d-%s.png".formatted(width, scheme), width);
    }
}
