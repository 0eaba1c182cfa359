package io.dragoman.stream.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.dragoman.engine.Explained;
import io.dragoman.engine.Explanation;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Reason;
import io.dragoman.engine.explanation.Attention;
import io.dragoman.engine.explanation.ExplainedHypothesis;
import io.dragoman.engine.explanation.Segmented;
import io.dragoman.engine.explanation.Word;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleTest {
    private static final ModelIdentity MODEL = new ModelIdentity("echo", "1", "0", "translate", "en", "fr");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final LiveHistory history = new LiveHistory();
    private final DeadLetterTrail deadLetters = new DeadLetterTrail();
    private HttpServer server = start(new ConsoleOptions(true, List.of(), 100, 20), List.of(echo()));

    private HttpServer start(ConsoleOptions options, List<ConsoleModel> models) {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.createContext("/console", new Console(options, () -> models, history, deadLetters, null));
            started.start();
            return started;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void restart(ConsoleOptions options, List<ConsoleModel> models) {
        server.stop(0);
        server = start(options, models);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Says the text again; has a beam of 2. */
    private static ConsoleModel echo() {
        return new ConsoleModel(MODEL, "# Echo", ConsoleTest::explain);
    }

    private static Explained explain(GenerationRequest request) {
        Integer beam = request.options().beamSize();
        Integer nBest = request.options().nBest();
        if (nBest != null && nBest > (beam == null ? 2 : beam)) {
            return new Explained.Not(new Outcome.Rejected(Reason.INVALID_OPTIONS, "found nBest too large"));
        }
        Segmented text =
                new Segmented(request.text(), List.of(request.text()), List.of(new Word(request.text(), 0, 1, false)));
        float[][] all = {{1}};
        ExplainedHypothesis hypothesis =
                new ExplainedHypothesis(text, -1, true, new float[] {-1}, new Attention.Weights(all, all));
        return new Explanation(
                MODEL, Set.of(), text, java.util.Collections.nCopies(nBest == null ? 1 : nBest, hypothesis));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/console/api/explain").POST(HttpRequest.BodyPublishers.ofString(body));
        request.headers(headers.length == 0 ? new String[] {"Content-Type", "application/json"} : headers);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aNameThatAPageElsewherePointedHereIsAnsweredNothing() throws Exception {
        assertThat(under("localhost")).startsWith("HTTP/1.1 200");
        for (String path : List.of("", "api/live", "api/records", "api/models")) {
            assertThat(under("rebound.example", path))
                    .startsWith("HTTP/1.1 421")
                    .endsWith(
                            "found host rebound.example, expected localhost, an address or a name of console.hosts\n");
        }
    }

    private String under(String host) throws IOException {
        return under(host, "api/live");
    }

    /** The answer as it comes: the client here names no host but the address. */
    private String under(String host, String path) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
            socket.getOutputStream()
                    .write("GET /console/%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(path, host)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void thePageLoadsNothingFromElsewhereAndHasNoInlineScript() throws Exception {
        HttpResponse<String> page = get("/console/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self';")
                        .doesNotContain("unsafe"));
        assertThat(page.body()).doesNotContainPattern("<script(?![^>]*src=)").doesNotContain("style=", "onclick");
        Matcher links = Pattern.compile("(?:src|href)=\"([^#\"]+)\"").matcher(page.body());
        int files = 0;
        while (links.find()) {
            HttpResponse<String> file = get("/console/" + links.group(1));
            assertThat(file.statusCode()).as(links.group(1)).isEqualTo(200);
            assertThat(file.body().replace("http://www.w3.org/", "")).doesNotContain("http://", "https://");
            files++;
        }
        assertThat(files).isEqualTo(3);
        assertThat(get("/console/chart.js").headers().firstValue("Content-Type"))
                .contains("text/javascript; charset=utf-8");
    }

    @Test
    void otherPathsAndMethodsAreTold() throws Exception {
        HttpResponse<String> bare = get("/console");
        assertThat(bare.statusCode()).isEqualTo(308);
        assertThat(bare.headers().firstValue("Location")).contains("/console/");
        assertThat(get("/console/../../etc/passwd").statusCode()).isEqualTo(404);
        assertThat(get("/console/package-info.class").statusCode()).isEqualTo(404);
        assertThat(get("/console/api/explain").statusCode()).isEqualTo(405);
        assertThat(get("/console/api/live?since=x").statusCode()).isEqualTo(400);
        HttpRequest delete = request("/console/").DELETE().build();
        assertThat(CLIENT.send(delete, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
        HttpRequest head = request("/console/").HEAD().build();
        assertThat(CLIENT.send(head, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void liveValuesAreThoseOfTheLastSeconds() throws Exception {
        history.sample(0, 100, List.of(), Double.NaN);
        history.served(LiveHistory.Ending.GENERATED, 90);
        history.served(LiveHistory.Ending.GENERATED, 110);
        history.served(LiveHistory.Ending.REJECTED, -1);
        history.decoded(3);
        history.decoded(5);
        history.sample(
                2_000_000_000L,
                102,
                List.of(new PartitionLag("in", 0, 7, null), new PartitionLag("in", 1, 9, null)),
                4.5);
        JsonNode live = MAPPER.readTree(get("/console/api/live?since=100").body());
        assertThat(live.get("samples")).hasSize(1);
        assertThat(live.get("samples").get(0).toString()).isEqualTo("[102,1.0,0.5,0.0,100.0,100.0,4.0,16.0,4.5]");
        assertThat(live.get("partitions").get(0).toString())
                .isEqualTo("{\"topic\":\"in\",\"partition\":1,\"records\":9,\"oldest\":null}");
        assertThat(MAPPER.readTree(get("/console/api/live").body()).get("samples"))
                .hasSize(2);
    }

    @Test
    void whatIsKeptIsBounded() throws Exception {
        for (int i = 0; i < 2000; i++) {
            history.sample(i * 1_000_000_000L, i, List.of(), Double.NaN);
            deadLetters.add(i, "REASON_" + i % 100, new Place("in", 0, i), null);
        }
        JsonNode live = MAPPER.readTree(get("/console/api/live").body());
        assertThat(live.get("samples")).hasSize(LiveHistory.SAMPLES);
        assertThat(live.at("/samples/899/0").asInt()).isEqualTo(1999);
        JsonNode letters = MAPPER.readTree(get("/console/api/dead-letters").body());
        assertThat(letters.get("letters")).hasSize(DeadLetterTrail.LETTERS);
        assertThat(letters.at("/letters/0/offset").asInt()).isEqualTo(1999);
        assertThat(letters.get("counts")).hasSize(64);
    }

    @Test
    void aSentenceIsTried() throws Exception {
        JsonNode one = MAPPER.readTree(post("{\"text\":\"Hé\"}").body());
        assertThat(one.at("/hypotheses/0/text").asText()).isEqualTo("Hé");
        assertThat(one.at("/hypotheses/0/attention/words/0/0").asDouble()).isEqualTo(1);
        assertThat(MAPPER.readTree(post("{\"text\":\"a\",\"model\":\"echo\",\"nBest\":5}")
                                .body())
                        .get("hypotheses"))
                .as("the beam grows with the wish")
                .hasSize(5);
        assertThat(MAPPER.readTree(get("/console/api/models").body())
                        .at("/models/0/card")
                        .asText())
                .isEqualTo("# Echo");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {",
                "400 | []",
                "400 | {}",
                "400 | {\"text\":3}",
                "400 | {\"text\":\"a\",\"beam\":3}",
                "400 | {\"text\":\"a\",\"nBest\":99}",
                "400 | {\"text\":\"a\",\"text\":\"b\"}",
                "400 | {\"text\":\"a\"} {\"text\":\"b\"}",
                "404 | {\"text\":\"a\",\"model\":\"none\"}"
            })
    void wishesThatMakeNoSenseAreTold(int status, String body) throws Exception {
        HttpResponse<String> answer = post(body);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).containsAnyOf("found", "expected");
    }

    @Test
    void bytesThatAreNoTextAreTold() throws Exception {
        byte[] utf32BeyondUnicode = {0, 0, 0, '{', -1, -1, -1, -1};
        HttpRequest request = request("/console/api/explain")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(utf32BeyondUnicode))
                .build();
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("found bytes that are no text, expected JSON in UTF-8\n");
    }

    @Test
    void tryingIsLimitedInSizeAndRate() throws Exception {
        assertThat(post("{\"text\":\"" + "a".repeat(100) + "\"}").statusCode()).isEqualTo(413);
        restart(new ConsoleOptions(true, List.of(), 100, 2), List.of(echo()));
        assertThat(post("{\"text\":\"a\"}").statusCode()).isEqualTo(200);
        assertThat(post("{\"text\":\"a\"}").statusCode()).isEqualTo(200);
        HttpResponse<String> third = post("{\"text\":\"a\"}");
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 30L);
    }

    @Test
    void pagesOfOtherOriginsMayNotTry() throws Exception {
        assertThat(post("{\"text\":\"a\"}", "Content-Type", "text/plain").statusCode())
                .isEqualTo(415);
        assertThat(post("{\"text\":\"a\"}", "Content-Type", "application/json", "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("{\"text\":\"a\"}", "Content-Type", "application/json", "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        String own = "http://127.0.0.1:" + server.getAddress().getPort();
        assertThat(post("{\"text\":\"a\"}", "Content-Type", "application/json; charset=utf-8", "Origin", own)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void tryingCanBeSwitchedOffAndWaitsForTheModels() throws Exception {
        restart(new ConsoleOptions(true, List.of(), 100, 2), List.of());
        assertThat(post("{\"text\":\"a\"}").statusCode()).isEqualTo(503);
        restart(new ConsoleOptions(false, List.of(), 100, 2), List.of(echo()));
        assertThat(post("{\"text\":\"a\"}").statusCode()).isEqualTo(403);
        assertThat(MAPPER.readTree(get("/console/api/models").body())
                        .at("/trial/allowed")
                        .asBoolean())
                .isFalse();
    }
}
