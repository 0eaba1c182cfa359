package io.dragoman.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.dragoman.stream.console.Console;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A console that is served here, and a browser to look at it. */
final class OpenConsole implements AutoCloseable {
    private static final Path PICTURES =
            Path.of(System.getProperty("dragoman.root", "."), "processor/browser/target/pictures");

    final Page page;
    private final Chromium chromium;
    private final HttpServer server;
    private final String origin;

    OpenConsole(Console console) throws IOException {
        chromium = Chromium.start();
        page = chromium.page();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/console", console);
        server.start();
        origin = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void go() {
        page.go(origin + "/console/");
    }

    /** Takes a picture for people, and holds the page against the screen's width and an audit of its accessibility. */
    void audit(String name, int width) throws IOException {
        page.picture(PICTURES.resolve(name));
        assertThat(page.evaluate("document.documentElement.scrollWidth").asInt())
                .as("the page is no wider than the screen")
                .isLessThanOrEqualTo(width);
        assertNothingWrong();
        assertThat(Axe.serious(page)).isEmpty();
    }

    void assertNothingWrong() {
        assertThat(page.complaints()).isEmpty();
        assertThat(page.requests()).isNotEmpty().allMatch(address -> address.startsWith(origin + "/"));
    }

    @Override
    public void close() {
        server.stop(0);
        chromium.close();
    }
}
