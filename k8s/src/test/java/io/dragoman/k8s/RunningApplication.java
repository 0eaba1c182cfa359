package io.dragoman.k8s;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * The application as {@code dragoman demo} runs it, broker and registry with it, in a process of its own, serving records.
 *
 * @param port its management port
 */
record RunningApplication(Child process, int port) implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Pattern ADDRESS = Pattern.compile("Console at http://127\\.0\\.0\\.1:(\\d+)/");

    static RunningApplication start(Path folder) {
        Path bundle = Kustomize.module().resolveSibling("processor/engine/src/test/resources/bundles/tiny-reversal");
        Path log = folder.resolve("demo.log");
        Child process = Child.java(
                log,
                "-cp",
                Objects.requireNonNullElse(
                        System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path")),
                "io.dragoman.stream.app.Dragoman",
                "demo",
                "--bundle",
                bundle.toString(),
                "--rate",
                "0");
        int port = Awaitility.await()
                .atMost(START)
                .until(() -> port(log), Optional::isPresent)
                .orElseThrow();
        return new RunningApplication(process, port);
    }

    private static Optional<Integer> port(Path log) throws IOException {
        Matcher address = ADDRESS.matcher(Files.readString(log));
        return address.find() ? Optional.of(Integer.valueOf(address.group(1))) : Optional.empty();
    }

    /** The body of a page of its management port, where it is answered 200. */
    Optional<String> get(String path) {
        return get(port, path);
    }

    /** The body of a page of this machine, where it is answered 200. */
    static Optional<String> get(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not up yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
