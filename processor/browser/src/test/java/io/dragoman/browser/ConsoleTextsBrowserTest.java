package io.dragoman.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.stream.console.Console;
import io.dragoman.stream.console.ConsoleOptions;
import io.dragoman.stream.console.DeadLetterTrail;
import io.dragoman.stream.console.LiveHistory;
import io.dragoman.stream.console.Place;
import io.dragoman.stream.console.RecentRecord;
import io.dragoman.stream.console.RecentRecords;
import io.dragoman.stream.console.ShownText;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of the stream in the console, where they may be shown and where not. */
@SuppressWarnings("NullAway.Init") // set before each test
class ConsoleTextsBrowserTest {
    private static final String ARABIC = "مرحبا بالعالم، كيف حالك؟";
    private static final String HOSTILE =
            "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>";

    private final DeadLetterTrail deadLetters = new DeadLetterTrail();
    private final RecentRecords records = new RecentRecords();
    private OpenConsole console;
    private Page page;

    @AfterEach
    void close() {
        if (console != null) {
            console.close();
        }
    }

    private void serve(@Nullable RecentRecords shown) throws IOException {
        open(shown);
        show();
    }

    private void open(@Nullable RecentRecords shown) throws IOException {
        console = new OpenConsole(new Console(
                new ConsoleOptions(true, List.of(), 4096, 60), List::of, new LiveHistory(), deadLetters, shown));
        page = console.page;
    }

    private void show() {
        console.go();
        page.until("document.querySelector('#state').textContent === 'connected'");
    }

    private void generated(long offset, String source, String output, String... flags) {
        records.add(new RecentRecord(
                System.currentTimeMillis(),
                new Place("orders", 1, offset),
                "GENERATED",
                85,
                ShownText.of(source),
                new RecentRecord.Output(ShownText.of(output), -0.4321, List.of(flags))));
    }

    private void refused(long offset, String reason, @Nullable String source) {
        ShownText text = source == null ? null : ShownText.of(source);
        Place place = new Place("orders", 1, offset);
        records.add(new RecentRecord(System.currentTimeMillis(), place, reason, -1, text, null));
        deadLetters.add(System.currentTimeMillis(), reason, place, text);
    }

    private void aStream() {
        refused(1, "UNDECODABLE", null);
        generated(2, "w".repeat(300), "long ".repeat(200));
        refused(3, "SOURCE_TOO_LONG", "A sentence without an end and without a stop. ".repeat(40));
        refused(4, "UNKNOWN_MODEL", ARABIC);
        refused(5, "EMPTY_TEXT", "");
        generated(6, "我喜欢在北京吃中国菜。", "J'aime manger chinois à Pékin.", "UNKNOWN_TOKENS");
        generated(7, HOSTILE, HOSTILE, "TARGET_TRUNCATED", "GUARD_ASIDE");
        generated(8, ARABIC, "Bonjour le monde, comment vas-tu ?");
        generated(9, "Hello, world! How are you?", ARABIC);
        generated(
                10,
                "The old man who lives next door gave me an apple.",
                "Le vieil homme d'à côté m'a donné une pomme.");
    }

    /** Text of an element, or of the one at a place of a list. */
    private String text(String selector, int index) {
        return page.evaluate("document.querySelectorAll('%s')[%d].textContent".formatted(selector, index))
                .asText();
    }

    private int count(String selector) {
        return page.evaluate("document.querySelectorAll('%s').length".formatted(selector))
                .asInt();
    }

    @Test
    void recordsAreShownNewestFirstWithWhatBecameOfThem() throws IOException {
        aStream();
        serve(records);
        page.until("document.querySelectorAll('#record-list > li').length === 10");
        assertThat(text("#record-list > li", 0))
                .contains("orders-1-10", "85 ms", "score -0.4321", "next door", "pomme");
        assertThat(text("#record-list > li", 7)).contains("SOURCE_TOO_LONG", "cut here");
        assertThat(text("#record-list > li", 9)).contains("UNDECODABLE", "(not decoded)");
        assertThat(text("#record-list > li", 5)).contains("EMPTY_TEXT", "(empty)");

        generated(11, "And one more.", "Et encore un.");
        page.until("document.querySelectorAll('#record-list > li').length === 11");
        assertThat(text("#record-list > li", 0)).contains("Et encore un.");
        console.assertNothingWrong();
    }

    @Test
    void whoWantsToReadInPeaceHoldsTheList() throws IOException {
        aStream();
        serve(records);
        page.until("document.querySelectorAll('#record-list > li').length === 10");
        page.evaluate("document.querySelector('#hold').click()");
        generated(11, "And one more.", "Et encore un.");
        refused(12, "INVALID_TEXT", null);
        page.until("document.querySelectorAll('#letters tbody tr').length === 5"); // the page has asked again
        assertThat(count("#record-list > li")).isEqualTo(10);
        page.evaluate("document.querySelector('#hold').click()");
        page.until("document.querySelectorAll('#record-list > li').length === 12");
        console.assertNothingWrong();
    }

    @Test
    void eachTextRunsInTheDirectionOfItsScriptAndIsNoMarkup() throws IOException {
        aStream();
        serve(records);
        page.until("document.querySelectorAll('#record-list > li').length === 10");
        assertThat(direction("#record-list > li:nth-child(3) dd .said", 0)).isEqualTo("rtl");
        assertThat(direction("#record-list > li:nth-child(3) dd .said", 1)).isEqualTo("ltr");
        assertThat(direction("#letters tbody tr:nth-child(2) .said", 0)).isEqualTo("rtl");
        assertThat(text("#record-list > li:nth-child(4) dd .said", 1)).isEqualTo(HOSTILE);
        assertThat(count("main img, main script")).isZero();
        assertThat(page.evaluate("document.title").asText()).isEqualTo("Dragoman console");
        console.assertNothingWrong();
    }

    private String direction(String selector, int index) {
        return page.evaluate(
                        "getComputedStyle(document.querySelectorAll('%s')[%d]).direction".formatted(selector, index))
                .asText();
    }

    @Test
    void whereTextsAreNotAllowedNothingOfThemIsThere() throws IOException {
        deadLetters.add(System.currentTimeMillis(), "EMPTY_TEXT", new Place("orders", 1, 7), null);
        serve(null);
        page.until("document.querySelectorAll('#letters tbody tr').length === 1");
        assertThat(page.evaluate("document.querySelector('#records').checkVisibility()")
                        .asBoolean())
                .isFalse();
        assertThat(page.evaluate("document.querySelector('nav a[href=\"#records\"]').checkVisibility()")
                        .asBoolean())
                .isFalse();
        page.evaluate("document.querySelector('#letters').open = true");
        assertThat(page.evaluate("document.querySelector('#no-texts').checkVisibility()")
                        .asBoolean())
                .isTrue();
        assertThat(count(".said")).isZero();
        assertThat(page.requests()).noneMatch(address -> address.contains("api/records"));
        console.assertNothingWrong();
    }

    /** Neither a word without an end nor a long name of a topic makes a person scroll sideways. */
    @ParameterizedTest
    @CsvSource({"390, 844, light", "390, 844, dark"})
    void aTelephoneShowsTheWholeWidthOfADeadLetter(int width, int height, String scheme) throws IOException {
        aStream();
        refused(11, "SOURCE_TOO_LONG", "w".repeat(300));
        Place far = new Place("customer-support.messages.inbound.translated.v2", 11, 123_456_789_012L);
        deadLetters.add(System.currentTimeMillis(), "DEADLINE_EXCEEDED", far, ShownText.of("A long way off."));
        open(records);
        page.look(width, height, scheme);
        show();
        page.until("document.querySelectorAll('#letters tbody tr').length === 6");
        page.evaluate("document.querySelector('#letters').open = true");
        assertThat(page.evaluate("document.documentElement.scrollWidth").asInt())
                .as("the page")
                .isLessThanOrEqualTo(width);
        assertThat(page.evaluate(
                                "(list => list.scrollWidth - list.clientWidth)(document.querySelector('#letters .scroll'))")
                        .asInt())
                .as("what the list hides at its side")
                .isZero();
        assertThat(page.evaluate(
                                "Math.max(...[...document.querySelectorAll('#letters td')].map(cell => cell.getBoundingClientRect().right))")
                        .asDouble())
                .as("right edge of the farthest cell")
                .isLessThanOrEqualTo(width);
        page.evaluate("document.querySelector('#letters').scrollIntoView({behavior: 'instant'})");
        console.audit("letters-%d-%s.png".formatted(width, scheme), width);
    }

    @ParameterizedTest
    @CsvSource({"1200, 900, light", "1200, 900, dark", "390, 844, light", "390, 844, dark"})
    void anAuditOfAccessibilityFindsNothingSerious(int width, int height, String scheme) throws IOException {
        aStream();
        open(records);
        page.look(width, height, scheme);
        show();
        page.until("document.querySelectorAll('#record-list > li').length === 10");
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
        console.audit("texts-%d-%s.png".formatted(width, scheme), width);
    }
}
