package io.dragoman.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SentencePiece 0.2.3's own answers on models of every kind. */
class SentencePieceGoldenTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER =
            Path.of(System.getProperty("dragoman.root", "."), "..", "shared", "golden", "tokenizers");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bpe-identity-bytes",
                "bpe-nfkc-symbols",
                "uni-nfkc",
                "uni-cf-bytes-suffix",
                "uni-identity-noprefix"
            })
    void encodesAndDecodesAsSentencePiece(String name) throws IOException {
        SentencePieceTokenizer tokenizer = tokenizer(name);
        Map<Integer, String> strings = new HashMap<>();
        for (JsonNode row : rows("strings.jsonl")) {
            strings.put(row.get("i").intValue(), row.get("text").textValue());
        }
        List<String> differences = new ArrayList<>();
        List<JsonNode> rows = rows("spm/" + name + ".encode.jsonl.gz");
        for (JsonNode row : rows) {
            String text = strings.getOrDefault(row.get("i").intValue(), "");
            List<Integer> expected = new ArrayList<>();
            row.get("pieces").forEach(piece -> expected.add(piece.get(1).intValue()));
            compare(
                    differences,
                    "normalized " + text,
                    tokenizer.normalize(text),
                    row.get("normalized").textValue());
            int[] ids = tokenizer.encode(text).ids();
            boolean nearTie = false;
            for (JsonNode equallyGood : row.path("near_tie")) {
                nearTie |= ids(equallyGood).equals(list(ids));
            }
            if (!nearTie) {
                compare(differences, "ids of " + text, list(ids), expected);
            }
            int[] given = expected.stream().mapToInt(Integer::intValue).toArray();
            compare(
                    differences,
                    "decoded " + text,
                    tokenizer.decode(given),
                    row.get("decoded").textValue());
        }
        assertThat(rows).hasSizeGreaterThan(400);
        if (!differences.isEmpty()) {
            fail(differences.size() + " differences: " + differences.subList(0, Math.min(8, differences.size())));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bpe-identity-bytes",
                "bpe-nfkc-symbols",
                "uni-nfkc",
                "uni-cf-bytes-suffix",
                "uni-identity-noprefix"
            })
    void decodesOddSequencesAsSentencePiece(String name) throws IOException {
        SentencePieceTokenizer tokenizer = tokenizer(name);
        List<String> differences = new ArrayList<>();
        int seen = 0;
        for (JsonNode row : rows("spm/" + name + ".decode.jsonl")) {
            if (row.has("ids")) {
                int[] given =
                        ids(row.get("ids")).stream().mapToInt(Integer::intValue).toArray();
                compare(
                        differences,
                        row.toString(),
                        tokenizer.decode(given),
                        row.get("text").textValue());
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(50);
        assertThat(differences).isEmpty();
    }

    private static <T> void compare(List<String> differences, String what, T found, T expected) {
        if (!found.equals(expected)) {
            differences.add(what + ": found " + found + ", expected " + expected + "\n");
        }
    }

    private static List<Integer> ids(JsonNode array) {
        List<Integer> ids = new ArrayList<>();
        array.forEach(id -> ids.add(id.intValue()));
        return ids;
    }

    private static List<Integer> list(int[] ids) {
        return java.util.Arrays.stream(ids).boxed().toList();
    }

    private static SentencePieceTokenizer tokenizer(String name) {
        Assumptions.assumeTrue(Files.isDirectory(FOLDER), "no golden values of tokenizers beside the project");
        return SentencePieceTokenizer.load(FOLDER.resolve("spm").resolve(name + ".model"));
    }

    private static List<JsonNode> rows(String file) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(FOLDER.resolve(file));
                InputStream in = file.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(JSON.readTree(line));
            }
        }
        return rows;
    }
}
