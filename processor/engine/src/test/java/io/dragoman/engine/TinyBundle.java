package io.dragoman.engine;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fixture bundle: a small network with fixed weights. A test that needs it fails where it is absent. */
public final class TinyBundle {
    private TinyBundle() {}

    public static Path folder() {
        try {
            @Nullable URL manifest = TinyBundle.class.getResource("/bundles/tiny-reversal/bundle.json");
            Path file =
                    Path.of(Objects.requireNonNull(manifest, "found no /bundles/tiny-reversal on the test class path")
                            .toURI());
            return Objects.requireNonNull(file.getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A copy whose hypotheses say no sequence of so many tokens twice. */
    public static Path blocking(int ngram, Path target) throws IOException {
        Path manifest = copyTo(target).resolve("bundle.json");
        String blocking = "\"blockedNgram\" : %d,\n    \"lengthPenalty\"".formatted(ngram);
        Files.writeString(manifest, Files.readString(manifest).replace("\"lengthPenalty\"", blocking));
        return target;
    }

    /** A copy that a test may damage. */
    public static Path copyTo(Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName().toString()));
            }
        }
        return target;
    }
}
