package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dragoman.event.GeneratedText;
import io.dragoman.stream.demo.DemoParts;
import io.dragoman.stream.embedded.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The console of the whole application over a real broker. */
class ConsoleApplicationTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void theConsoleShowsTheStreamAndTriesSentences() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                DemoParts.Running application =
                        new DemoWiring().start(Monitored.configuration(folder, broker, ""), (p, o, b) -> {});
                Monitored monitored = new Monitored(broker, application.managementPort())) {
            await().atMost(SOON).until(() -> monitored.get("/health/ready").statusCode() == 200);
            assertThat(monitored.get("/").body()).contains("/console/");
            for (int i = 0; i < 40; i++) {
                monitored.send("a sentence of number " + i);
            }
            monitored.sendBytes(new byte[] {9, 9, 9});
            await().atMost(SOON)
                    .until(() -> json(monitored, "dead-letters").path("letters").size() == 1);
            JsonNode letter = json(monitored, "dead-letters").at("/letters/0");
            assertThat(letter.path("reason").asText()).isEqualTo("UNDECODABLE");
            assertThat(letter.path("topic").asText()).isEqualTo("in");
            assertThat(letter.path("offset").asInt()).isEqualTo(40);
            await().atMost(SOON).until(() -> generatedSeen(monitored));
            assertThat(monitored.get("/console/api/live").body()).doesNotContain("sentence of number");
            assertThat(json(monitored, "models").at("/models/0/name").asText()).isEqualTo("tiny-reversal");
            assertThat(explained(application.managementPort()).at("/hypotheses/0/attention/words"))
                    .isNotEmpty();
        }
    }

    @Test
    void noTextOfTheStreamIsInAnyAnswerUnlessAllowed() throws Exception {
        ListAppender<ILoggingEvent> log = listen();
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                DemoParts.Running application =
                        new DemoWiring().start(Monitored.configuration(folder, broker, ""), (p, o, b) -> {});
                Monitored monitored = new Monitored(broker, application.managementPort())) {
            serveTexts(monitored);
            List<String> outputs = texts(monitored);
            for (String page : List.of("live", "dead-letters", "models", "records", "texts")) {
                assertThat(monitored.get("/console/api/" + page).body())
                        .as(page)
                        .doesNotContain("bed bad", "cab cab")
                        .doesNotContain(outputs);
            }
            assertThat(monitored.get("/console/").body()).doesNotContain("bed bad");
            assertThat(monitored.get("/metrics").body()).doesNotContain("bed bad", "cab cab");
            assertThat(monitored.get("/console/api/records").statusCode()).isEqualTo(404);
            assertThat(warnings(log)).isEmpty();
        }
    }

    @Test
    void allowedTextsAreShownAndItIsWarnedOf() throws Exception {
        ListAppender<ILoggingEvent> log = listen();
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                DemoParts.Running application = new DemoWiring()
                        .start(
                                Monitored.configuration(folder, broker, "console: { show-texts: true }"),
                                (p, o, b) -> {});
                Monitored monitored = new Monitored(broker, application.managementPort())) {
            serveTexts(monitored);
            JsonNode records = json(monitored, "records").path("records");
            assertThat(records.findValuesAsText("offset")).containsExactly("2", "1", "0");
            JsonNode generated = records.get(2);
            assertThat(generated.at("/source/text").asText()).isEqualTo("bed bad");
            assertThat(generated.at("/output/text").asText())
                    .isEqualTo(texts(monitored).getFirst());
            assertThat(generated.path("score").asDouble()).isNegative();
            assertThat(generated.path("latency").asLong()).isBetween(0L, SOON.toMillis());
            assertThat(records.get(1).path("reason").asText()).isEqualTo("SOURCE_TOO_LONG");
            assertThat(records.get(1).at("/source/text").asText())
                    .startsWith("cab cab")
                    .hasSize(500);
            assertThat(records.get(1).at("/source/cut").asBoolean()).isTrue();
            assertThat(records.get(0).path("source").isNull()).isTrue();
            JsonNode letters = json(monitored, "dead-letters").path("letters");
            assertThat(letters.get(0).path("text").isNull()).isTrue();
            assertThat(letters.get(1).at("/text/text").asText()).startsWith("cab cab");
            assertThat(warnings(log)).singleElement().asString().contains("console.show-texts: true");
        }
    }

    /** One is generated, one too long, one no event at all. */
    private static void serveTexts(Monitored monitored) throws Exception {
        monitored.send("bed bad");
        monitored.send("cab ".repeat(400));
        monitored.sendBytes(new byte[] {9, 9, 9});
        await().atMost(SOON)
                .until(() ->
                        json(monitored, "dead-letters").path("letters").size() == 2 && monitored.count("out") == 1);
    }

    private static List<String> texts(Monitored monitored) {
        return monitored.generated().stream().map(GeneratedText::getText).toList();
    }

    private static ListAppender<ILoggingEvent> listen() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        ((Logger) LoggerFactory.getLogger(Monitor.class)).addAppender(log);
        return log;
    }

    private static List<String> warnings(ListAppender<ILoggingEvent> log) {
        return log.list.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void itCanBeSwitchedOff() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                DemoParts.Running application = new DemoWiring()
                        .start(
                                Monitored.configuration(folder, broker, "console: { enabled: false }"),
                                (p, o, b) -> {});
                Monitored monitored = new Monitored(broker, application.managementPort())) {
            assertThat(monitored.get("/console/").statusCode()).isEqualTo(404);
            assertThat(monitored.get("/").body()).doesNotContain("console");
        }
    }

    private static JsonNode json(Monitored monitored, String what) throws IOException, InterruptedException {
        return MAPPER.readTree(monitored.get("/console/api/" + what).body());
    }

    private static boolean generatedSeen(Monitored monitored) throws IOException, InterruptedException {
        for (JsonNode sample : json(monitored, "live").path("samples")) {
            if (sample.get(1).asDouble() > 0
                    && sample.get(4).asDouble() > 0
                    && sample.get(6).asDouble() > 0) {
                return true; // a rate, a latency and a batch size in one second
            }
        }
        return false;
    }

    private static JsonNode explained(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/console/api/explain"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"a b c\"}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return MAPPER.readTree(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        }
    }
}
