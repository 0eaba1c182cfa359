package io.dragoman.export.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** What the field's Python packages answered, kept outside the project; tests that need it are skipped where it is absent. */
final class Golden {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Golden() {}

    /** The lines of one file of the folder of metrics. */
    static Stream<String> lines(String file) {
        Path folder = Path.of(System.getProperty("dragoman.root", "."), "..", "shared", "golden", "metrics");
        Assumptions.assumeTrue(Files.isDirectory(folder), "no golden values of metrics beside the project");
        try {
            return Files.readAllLines(folder.resolve(file)).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> rows(String file) {
        return lines(file).map(Golden::parse);
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, ScoredCorpus> corpora() {
        Map<String, ScoredCorpus> corpora = new HashMap<>();
        rows("corpora.jsonl").forEach(row -> {
            List<List<@Nullable String>> streams = new ArrayList<>();
            row.get("refs").forEach(stream -> streams.add(strings(stream)));
            List<String> hypotheses = new ArrayList<>();
            row.get("hyp").forEach(text -> hypotheses.add(text.textValue()));
            corpora.put(row.get("name").textValue(), ScoredCorpus.of(hypotheses, streams));
        });
        return corpora;
    }

    static List<@Nullable String> strings(JsonNode array) {
        List<@Nullable String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.isNull() ? null : item.textValue()));
        return strings;
    }

    static List<Double> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(item -> numbers.add(item.doubleValue()));
        return numbers;
    }

    /** Equal to 1e-9, relative above 1. */
    static void assertClose(double actual, double expected, String what) {
        assertThat(Math.abs(actual - expected))
                .as("%s: found %s, expected %s", what, actual, expected)
                .isLessThanOrEqualTo(1e-9 * Math.max(1, Math.abs(expected)));
    }

    static void assertClose(List<Double> actual, List<Double> expected, String what) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertClose(actual.get(i), expected.get(i), what + " " + i);
        }
    }

    /** Signatures without their version. */
    static void assertSameSignature(String actual, JsonNode expected) {
        assertThat(unversioned(actual)).isEqualTo(unversioned(expected.textValue()));
    }

    private static String unversioned(String signature) {
        return signature.substring(0, signature.indexOf("|version:"));
    }
}
