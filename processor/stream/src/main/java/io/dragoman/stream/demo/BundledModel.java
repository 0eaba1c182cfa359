package io.dragoman.stream.demo;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/** Finds the model that ships with the project, above the jar or the working directory. */
final class BundledModel {

    private static final Path PLACE = Path.of("model-export", "models", "tatoeba-en-fr");

    private BundledModel() {}

    /**
     * The folder of the bundle.
     *
     * @param given the user's choice, or null for the shipped one
     * @throws DemoException if there is no bundle
     */
    static Path find(@Nullable Path given) {
        if (given != null) {
            if (!isBundle(given)) {
                throw new DemoException(
                        "No model bundle in " + given.toAbsolutePath() + ": expected a folder with a bundle.json.");
            }
            return given.toAbsolutePath().normalize();
        }
        Path jar = jar();
        Path found = jar == null ? null : above(jar);
        if (found == null) {
            found = above(Path.of("").toAbsolutePath());
        }
        if (found == null) {
            throw new DemoException("The bundled model " + PLACE + " was found neither above "
                    + (jar == null ? "the class path" : jar) + " nor above "
                    + Path.of("").toAbsolutePath()
                    + ". Run the demo inside a clone of the repository, or name a bundle with --bundle DIR.");
        }
        return found;
    }

    private static @Nullable Path above(Path start) {
        for (Path at = start; at != null; at = at.getParent()) {
            if (isBundle(at.resolve(PLACE))) {
                return at.resolve(PLACE);
            }
        }
        return null;
    }

    private static boolean isBundle(Path folder) {
        return Files.isRegularFile(folder.resolve("bundle.json"));
    }

    private static @Nullable Path jar() {
        CodeSource source = BundledModel.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return null;
        }
        try {
            return Path.of(source.getLocation().toURI()).toAbsolutePath();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null; // not a file: the working directory is tried next
        }
    }
}
