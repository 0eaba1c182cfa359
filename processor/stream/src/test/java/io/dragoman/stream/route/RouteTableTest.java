package io.dragoman.stream.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.Placement;
import io.dragoman.event.SourceText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static final Route FRENCH = route("en-fr", "translation", "en", "fr");
    private static final Route GERMAN = route("en-de", "translation", "en", "de");
    private static final Route SUMMARY = route("short", "summarization", "en", "en");
    private final RouteTable table = new RouteTable(List.of(FRENCH, GERMAN, SUMMARY));

    @Test
    void theModelNameWins() {
        assertThat(select(wish().setModel("en-de").setTargetLanguage("fr"))).isEqualTo(new Selection.Selected(GERMAN));
        assertThat(select(wish().setModel("xx")))
                .isInstanceOfSatisfying(
                        Selection.Unknown.class,
                        unknown -> assertThat(unknown.message())
                                .contains("found model 'xx'", "en-fr (translation en-fr)"));
    }

    @Test
    void taskAndLanguagesSelectTheOnlyModelThatMeetsThem() {
        assertThat(select(wish().setTargetLanguage("fr-CA"))).isEqualTo(new Selection.Selected(FRENCH));
        assertThat(select(wish().setTask("Summarization"))).isEqualTo(new Selection.Selected(SUMMARY));
        assertThat(select(wish().setTargetLanguage("it"))).isInstanceOf(Selection.Unknown.class);
        assertThat(select(wish())).isInstanceOf(Selection.Unknown.class);
    }

    @Test
    void aClassifierIsNotASummariser() {
        Route topics = route("topics", "classification", null, null);
        RouteTable classifiers = new RouteTable(List.of(topics, FRENCH));
        assertThat(classifiers.select(wish().setTask("classification").build()))
                .isEqualTo(new Selection.Selected(topics));
        assertThat(classifiers.select(wish().setTask("summarization").build()))
                .isInstanceOfSatisfying(
                        Selection.Unknown.class,
                        unknown -> assertThat(unknown.message())
                                .contains(
                                        "found task=summarization",
                                        "expected exactly one of [topics (classification), en-fr (translation en-fr)]"));
    }

    @Test
    void aSingleModelServesRecordsWithoutWishes() {
        assertThat(new RouteTable(List.of(FRENCH)).select(wish().build())).isEqualTo(new Selection.Selected(FRENCH));
    }

    @Test
    void twoModelsOfOneNameAreRefused() {
        assertThatThrownBy(() -> new RouteTable(List.of(FRENCH, FRENCH))).hasMessageContaining("model name 'en-fr'");
    }

    private Selection select(SourceText.Builder wish) {
        return table.select(wish.build());
    }

    private static SourceText.Builder wish() {
        return SourceText.newBuilder().setText("text");
    }

    private static Route route(String name, String task, @Nullable String source, @Nullable String target) {
        return new Route(
                new ModelIdentity(name, "1", "d", task, source, target),
                Placement.on(Device.CPU),
                new ReversingQueue(0),
                options -> "o");
    }
}
