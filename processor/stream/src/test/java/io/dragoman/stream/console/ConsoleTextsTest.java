package io.dragoman.stream.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of the stream, where the console may show them and where not. */
class ConsoleTextsTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Place PLACE = new Place("in", 1, 42);

    private final DeadLetterTrail deadLetters = new DeadLetterTrail();
    private @Nullable HttpServer server;

    private void serve(@Nullable RecentRecords records) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/console",
                new Console(
                        new ConsoleOptions(true, List.of(), 100, 20),
                        List::of,
                        new LiveHistory(),
                        deadLetters,
                        records));
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private HttpResponse<String> get(String what) throws IOException, InterruptedException {
        int port = server == null ? 0 : server.getAddress().getPort();
        URI address = URI.create("http://127.0.0.1:" + port + "/console/api/" + what);
        return CLIENT.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(String what) throws IOException, InterruptedException {
        return MAPPER.readTree(get(what).body());
    }

    private static RecentRecord generated(long offset, String source, String output) {
        return new RecentRecord(
                1000,
                new Place("in", 1, offset),
                "GENERATED",
                85,
                ShownText.of(source),
                new RecentRecord.Output(ShownText.of(output), -0.5, List.of("TARGET_TRUNCATED")));
    }

    @Test
    void aRecordIsShownWithWhatBecameOfIt() throws Exception {
        RecentRecords records = new RecentRecords();
        serve(records);
        records.add(generated(41, "Where?", "Où ?"));
        records.add(new RecentRecord(2000, PLACE, "UNDECODABLE", -1, null, null));

        JsonNode told = json("records");
        assertThat(told.path("keeps").asInt()).isEqualTo(100);
        assertThat(told.path("records").get(0).toString())
                .isEqualTo(
                        "{\"millis\":2000,\"reason\":\"UNDECODABLE\",\"topic\":\"in\",\"partition\":1,\"offset\":42,\"latency\":null,\"source\":null,\"output\":null}");
        assertThat(told.path("records").get(1).toString())
                .isEqualTo(
                        "{\"millis\":1000,\"reason\":\"GENERATED\",\"topic\":\"in\",\"partition\":1,\"offset\":41,\"latency\":85,\"source\":{\"text\":\"Where?\",\"cut\":false},\"output\":{\"text\":\"Où ?\",\"cut\":false},\"score\":-0.5,\"flags\":[\"TARGET_TRUNCATED\"]}");
        assertThat(json("models").path("texts").asBoolean()).isTrue();
    }

    @Test
    void theAnswerIsBoundedHoweverManyAndLongTheTextsAre() throws Exception {
        RecentRecords records = new RecentRecords();
        serve(records);
        for (int i = 0; i < 1000; i++) {
            records.add(generated(i, "\u0001".repeat(5000), "界".repeat(5000)));
        }
        JsonNode told = json("records");
        assertThat(told.path("records")).hasSize(RecentRecords.RECORDS);
        assertThat(told.at("/records/0/offset").asInt()).isEqualTo(999);
        assertThat(told.at("/records/0/output/text").asText()).isEqualTo("界".repeat(ShownText.MOST));
        assertThat(told.at("/records/0/output/cut").asBoolean()).isTrue();
        assertThat(get("records").body().length()).isLessThan(500_000);
    }

    @ParameterizedTest
    @CsvSource({"499, 500, false", "500, 500, true", "498, 500, false"})
    void noCharacterIsCutInHalves(int before, int length, boolean cut) {
        String text = "a".repeat(before) + (before == 499 ? "b" : "😀");
        ShownText shown = ShownText.of(text);
        assertThat(shown.cut()).isEqualTo(cut);
        assertThat(shown.text()).hasSize(length);
        assertThat(ShownText.of("a".repeat(499) + "😀").text()).isEqualTo("a".repeat(499));
    }

    @Test
    void aDeadLetterIsShownWithItsTextWhereItHasOne() throws Exception {
        serve(new RecentRecords());
        deadLetters.add(1, "UNDECODABLE", PLACE, null);
        deadLetters.add(2, "SOURCE_TOO_LONG", PLACE, ShownText.of("long ".repeat(200)));
        JsonNode letters = json("dead-letters").path("letters");
        assertThat(letters.get(0).at("/text/text").asText())
                .startsWith("long long")
                .hasSize(500);
        assertThat(letters.get(0).at("/text/cut").asBoolean()).isTrue();
        assertThat(letters.get(1).path("text").isNull()).isTrue();
    }

    @Test
    void whereTextsAreNotShownThereIsNoSuchPage() throws Exception {
        serve(null);
        deadLetters.add(1, "EMPTY_TEXT", PLACE, null);
        HttpResponse<String> answer = get("records");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("console.show-texts");
        assertThat(json("dead-letters").path("letters").get(0).has("text")).isFalse();
        assertThat(json("models").path("texts").asBoolean()).isFalse();
    }
}
