package io.dragoman.registry.golden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Assumptions;

/** The files of {@code golden/wire} in the folder beside the project. */
public final class WireGoldens {
    static final ObjectMapper JSON = new ObjectMapper();

    private WireGoldens() {}

    /** The lines of a file, one tree each; skips the test where the goldens are not to be had. */
    public static List<JsonNode> lines(String file) {
        Path folder = Path.of(System.getProperty("dragoman.root", "."), "..", "shared", "golden", "wire");
        Assumptions.assumeTrue(Files.isDirectory(folder), "no golden files at " + folder);
        try {
            return Files.readAllLines(folder.resolve(file)).stream()
                    .map(WireGoldens::tree)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A schema given as a tree, parsed as leniently as a registry's answer. */
    public static Schema schema(JsonNode tree) {
        return schema(tree.toString());
    }

    public static Schema schema(String json) {
        return new Schema.Parser(NameValidator.NO_VALIDATION)
                .setValidateDefaults(false)
                .parse(json);
    }
}
