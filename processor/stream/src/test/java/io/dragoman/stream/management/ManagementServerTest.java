package io.dragoman.stream.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import io.dragoman.stream.health.Check;
import io.dragoman.stream.health.Health;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ManagementServerTest {
    private static final Health UP = new Health(List.of(new Check("streams", true, "RUNNING")));
    private static final Health DOWN = new Health(List.of(new Check("models", false, "loading")));

    private final HttpClient client = HttpClient.newHttpClient();

    private static ManagementServer server(Supplier<String> metrics) throws IOException {
        return ManagementServer.start(
                "127.0.0.1", 0, new ManagementServer.Pages(() -> UP, () -> DOWN, () -> UP, metrics));
    }

    private static HttpRequest.Builder request(ManagementServer server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private HttpResponse<String> get(ManagementServer server, String path) throws Exception {
        return client.send(request(server, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void healthIsAStatusAndItsReasons() throws Exception {
        try (ManagementServer server = server(() -> "a 1\n")) {
            assertThat(get(server, "/health/live")).satisfies(live -> {
                assertThat(live.statusCode()).isEqualTo(200);
                assertThat(live.body())
                        .isEqualTo(
                                "{\"status\":\"UP\",\"checks\":[{\"name\":\"streams\",\"healthy\":true,\"detail\":\"RUNNING\"}]}\n");
            });
            assertThat(get(server, "/health/ready")).satisfies(ready -> {
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.body()).contains("DOWN", "loading");
            });
            assertThat(get(server, "/health/startup").statusCode()).isEqualTo(200);
            assertThat(get(server, "/metrics").body()).isEqualTo("a 1\n");
            assertThat(get(server, "/").body()).contains("/health/live", "/metrics");
        }
    }

    @Test
    void otherPathsAndMethodsAreRefusedAndBodiesNotRead() throws Exception {
        try (ManagementServer server = server(() -> "")) {
            assertThat(get(server, "/admin").statusCode()).isEqualTo(404);
            assertThat(get(server, "/admin").body()).contains("expected one of", "/health/live");
            HttpRequest post = request(server, "/metrics")
                    .POST(BodyPublishers.ofString("x".repeat(1000)))
                    .build();
            assertThat(client.send(post, HttpResponse.BodyHandlers.ofString())).satisfies(refused -> {
                assertThat(refused.statusCode()).isEqualTo(405);
                assertThat(refused.headers().firstValue("Allow")).hasValue("GET, HEAD");
            });
            HttpRequest head = request(server, "/metrics")
                    .method("HEAD", BodyPublishers.noBody())
                    .build();
            assertThat(client.send(head, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void hostileBytesEndTheirConnectionAndNothingElse() throws Exception {
        try (ManagementServer server = server(() -> "still here\n")) {
            for (String bytes : List.of(
                    "\0\1\2\3\r\n\r\n",
                    "GET",
                    "GET / HTTP/9.9\r\n\r\n",
                    "POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n")) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                    socket.shutdownOutput();
                    socket.setSoTimeout(20_000);
                    socket.getInputStream().readAllBytes();
                }
            }
            assertThat(get(server, "/metrics").body()).isEqualTo("still here\n");
        }
    }

    @Test
    void aStormOfScrapesIsAnsweredBusy() throws Exception {
        CountDownLatch scraping = new CountDownLatch(ManagementServer.CONCURRENT);
        CountDownLatch go = new CountDownLatch(1);
        Supplier<String> slow = () -> {
            scraping.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "slow\n";
        };
        try (ManagementServer server = server(slow)) {
            List<CompletableFuture<HttpResponse<String>>> storm = new ArrayList<>();
            for (int i = 0; i < ManagementServer.CONCURRENT; i++) {
                storm.add(client.sendAsync(request(server, "/metrics").build(), HttpResponse.BodyHandlers.ofString()));
            }
            assertThat(scraping.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(get(server, "/metrics").statusCode()).isEqualTo(503);
            assertThat(get(server, "/health/live").statusCode())
                    .as("a probe amid the storm")
                    .isEqualTo(200);
            go.countDown();
            for (CompletableFuture<HttpResponse<String>> scrape : storm) {
                assertThat(scrape.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
            assertThat(get(server, "/metrics").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void bodiesThatDoNotEndAndRequestsThatDoNotBeginKeepNoProbeOut() throws Exception {
        HttpHandler reader = exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, -1);
            }
        };
        var pages = new ManagementServer.Pages(() -> UP, () -> UP, () -> UP, () -> "a 1\n");
        List<Socket> clients = new ArrayList<>();
        try (ManagementServer server = ManagementServer.start("127.0.0.1", 0, pages, Map.of("/site", reader))) {
            for (int i = 0; i < 2 * ManagementServer.CONCURRENT; i++) {
                clients.add(saying(server, "POST /site HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1"));
            }
            for (int i = 0; i < 150; i++) {
                clients.add(saying(server, i % 2 == 0 ? "" : "GET /health/live HTTP/1.1\r\nHo"));
            }
            assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(server, "/metrics").statusCode())
                    .as("a site that is busy")
                    .isEqualTo(200);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    private static Socket saying(ManagementServer server, String bytes) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ManagementServer first = server(() -> "")) {
            assertThatThrownBy(() -> ManagementServer.start(
                            "127.0.0.1",
                            first.port(),
                            new ManagementServer.Pages(() -> UP, () -> UP, () -> UP, () -> "")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + first.port())
                    .hasMessageContaining("management.port");
        }
    }
}
