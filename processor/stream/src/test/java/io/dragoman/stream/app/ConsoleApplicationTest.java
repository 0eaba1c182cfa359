package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dragoman.stream.demo.DemoParts;
import io.dragoman.stream.embedded.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
