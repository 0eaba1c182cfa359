package io.dragoman.registry.golden;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dragoman.registry.SchemaReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/** The files of {@code golden/wire} in the folder beside the project. */
final class WireGoldens {
    static final ObjectMapper JSON = new ObjectMapper();

    private WireGoldens() {}

    /** A test for each line, by its name. */
    static Stream<DynamicTest> tests(String file, Check check) {
        return lines(file).stream().map(row -> dynamicTest(row.get("name").asText(), () -> check.of(row)));
    }

    /** What is asked of a line. */
    interface Check {
        void of(JsonNode row) throws Exception;
    }

    /** The lines of a file, one tree each; skips the test where the goldens are not to be had. */
    static List<JsonNode> lines(String file) {
        return text(file).lines().map(WireGoldens::tree).toList();
    }

    /** A whole file; skips the test where the goldens are not to be had. */
    static String text(String file) {
        Path folder = Path.of(System.getProperty("dragoman.root", "."), "..", "shared", "golden", "wire");
        Assumptions.assumeTrue(Files.isDirectory(folder), "no golden files at " + folder);
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A value in Avro's JSON encoding. */
    static JsonNode json(Schema schema, @Nullable Object value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonEncoder encoder = EncoderFactory.get().jsonEncoder(schema, out);
        new GenericDatumWriter<Object>(schema).write(value, encoder);
        encoder.flush();
        return tree(out.toString(StandardCharsets.UTF_8));
    }

    /** References given as {@code {name, subject, version}}. */
    static List<SchemaReference> references(Iterable<JsonNode> objects) {
        List<SchemaReference> references = new ArrayList<>();
        for (JsonNode r : objects) {
            references.add(new SchemaReference(
                    r.get("name").asText(),
                    r.get("subject").asText(),
                    r.get("version").asInt()));
        }
        return references;
    }

    /** References given as {@code [name, subject, version]}. */
    static List<SchemaReference> triples(Iterable<JsonNode> arrays) {
        List<SchemaReference> references = new ArrayList<>();
        for (JsonNode r : arrays) {
            references.add(new SchemaReference(
                    r.path(0).asText(), r.path(1).asText(), r.path(2).asInt()));
        }
        return references;
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A schema given as a tree, parsed as leniently as a registry's answer. */
    static Schema schema(JsonNode tree) {
        return schema(tree.toString());
    }

    static Schema schema(String json) {
        return new Schema.Parser(NameValidator.NO_VALIDATION)
                .setValidateDefaults(false)
                .parse(json);
    }
}
