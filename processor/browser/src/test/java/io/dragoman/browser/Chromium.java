package io.dragoman.browser;

import io.dragoman.stream.embedded.DirectoryRemoval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A Chromium of its own, with a profile that is thrown away. Confined to one thread. */
final class Chromium implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String REQUIRED = "BROWSER_TESTS_CHROMIUM";

    private static final Duration FAREWELL = Duration.ofSeconds(30);

    private final Process process;
    private final Path folder;
    private final Page page;

    private Chromium(Process process, Path folder, Page page) {
        this.process = process;
        this.folder = folder;
        this.page = page;
    }

    /**
     * Starts it with one empty page. Without a Chromium the test is skipped, and fails where the environment variable {@value REQUIRED}
     * is {@code required}.
     */
    static Chromium start() throws IOException {
        Path program = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        boolean required = "required".equals(System.getenv(REQUIRED));
        Assumptions.assumeTrue(
                program != null || required,
                "found no Chromium: apt-get install chromium; nothing was tested in a browser");
        if (program == null) {
            throw new IllegalStateException("found no Chromium, expected one: " + REQUIRED + " is required");
        }
        Path folder = Files.createTempDirectory("chromium");
        Path profile = folder.resolve("profile");
        Process process = new ProcessBuilder(List.of(
                        program.toString(),
                        "--headless",
                        "--no-sandbox", // tests run as root in containers
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile())
                .start();
        try {
            return new Chromium(process, folder, Page.open(address(profile)));
        } catch (RuntimeException e) {
            end(process, folder);
            throw e;
        }
    }

    private static URI address(Path profile) {
        Path told = profile.resolve("DevToolsActivePort");
        return Awaitility.await("Chromium's port")
                .atMost(PATIENCE)
                .until(() -> portAndPath(told), lines -> lines.size() == 2)
                .stream()
                .reduce((port, path) -> "ws://127.0.0.1:" + port + path)
                .map(URI::create)
                .orElseThrow();
    }

    private static List<String> portAndPath(Path told) {
        try {
            return Files.exists(told) ? Files.readAllLines(told) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Page page() {
        return page;
    }

    @Override
    public void close() {
        page.close();
        end(process, folder);
    }

    /**
     * Its processes do not end all at once, and one that stays a little longer may still write into the profile: so each is waited for,
     * and what is left of the profile then is not a test's matter.
     */
    private static void end(Process process, Path folder) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        try {
            CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(FAREWELL.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            all.forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException e) {
            all.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
        DirectoryRemoval.remove(folder);
    }
}
