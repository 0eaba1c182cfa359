package io.dragoman.engine.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code bundle.json}, both ways.
 *
 * @param sourceLanguage absent where sources are not prose of one language
 * @param targetLanguage likewise
 * @param labels what a classifier may answer; absent where targets are texts
 * @param graphs {@code encoder} and {@code decoderStep} for the layout {@code rnn-step}
 * @param files every file the bundle vouches for, by its path inside the folder, with {@code /}
 * @param provenance data hashes, options, seed, tool version, scores: free
 */
@JsonPropertyOrder({
    "formatVersion",
    "name",
    "version",
    "task",
    "sourceLanguage",
    "targetLanguage",
    "layout",
    "graphs",
    "tokenizer",
    "vocabulary",
    "labels",
    "decoding",
    "limits",
    "files",
    "provenance"
})
public record BundleManifest(
        int formatVersion,
        String name,
        String version,
        String task,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String sourceLanguage,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String targetLanguage,
        String layout,
        Map<String, GraphSpec> graphs,
        TokenizerSpec tokenizer,
        VocabularySpec vocabulary,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LabelSpec labels,
        DecodingDefaults decoding,
        Limits limits,
        Map<String, FileDigest> files,
        Map<String, Object> provenance) {
    /** The task of a bundle with labels. */
    public static final String CLASSIFICATION = "classification";

    /** The one format this version reads and writes. */
    public static final int FORMAT_VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    public BundleManifest {
        graphs = Collections.unmodifiableMap(new TreeMap<>(graphs));
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
    }

    /** @throws BundleException naming what is wrong with the JSON; {@code origin} says whose it is */
    public static BundleManifest parse(byte[] json, String origin) {
        try {
            JsonNode tree = JSON.readTree(json);
            JsonNode format = tree.path("formatVersion");
            if (!format.isInt() || format.intValue() != FORMAT_VERSION) {
                throw new BundleException(
                        "%s: found formatVersion %s, expected %d; export the model again or use a matching release"
                                .formatted(origin, format.isMissingNode() ? "missing" : format, FORMAT_VERSION));
            }
            requireFields(tree, origin);
            return JSON.treeToValue(tree, BundleManifest.class);
        } catch (JsonProcessingException e) {
            throw unreadable(origin, rootMessage(e), e);
        } catch (IOException e) {
            throw unreadable(origin, String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireFields(JsonNode tree, String origin) {
        String[] required = {
            "name",
            "version",
            "task",
            "layout",
            "graphs",
            "tokenizer",
            "vocabulary",
            "decoding",
            "limits",
            "files",
            "provenance"
        };
        for (String field : required) {
            if (!tree.hasNonNull(field)) {
                throw unreadable(origin, "found no \"" + field + "\"", null);
            }
        }
    }

    /** What a record said of its own fields, or else what the parser said. */
    private static String rootMessage(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            String path = unknown.getPath().stream()
                    .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                    .collect(Collectors.joining("."));
            String known = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return "found unknown key %s, expected one of %s".formatted(path, known);
        }
        return e.getCause() instanceof NullPointerException missing
                ? String.valueOf(missing.getMessage())
                : e.getOriginalMessage();
    }

    private static BundleException unreadable(String origin, String found, @Nullable Exception cause) {
        return new BundleException(
                origin + ": " + found + "; expected a bundle.json of format " + FORMAT_VERSION
                        + "; copy the bundle again or export the model again",
                cause);
    }

    /** Indented UTF-8 with sorted maps and a final newline: the same manifest gives the same bytes. */
    public byte[] toJson() {
        try {
            return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest did not serialise", e);
        }
    }

    /** The same manifest vouching for other files. */
    public BundleManifest withFiles(Map<String, FileDigest> other) {
        return new BundleManifest(
                formatVersion,
                name,
                version,
                task,
                sourceLanguage,
                targetLanguage,
                layout,
                graphs,
                tokenizer,
                vocabulary,
                labels,
                decoding,
                limits,
                other,
                provenance);
    }
}
