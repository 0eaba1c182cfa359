package io.dragoman.stream.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the YAML file and the environment into a {@link DragomanConfiguration}. An unknown key is an error, and all problems come in one
 * {@link ConfigurationException}. A variable {@code DRAGOMAN_<PATH>} wins over the file ({@code DRAGOMAN_ENGINE_MAX_BATCH_SIZE=32}); within
 * {@code kafka} and {@code schema-registry} an underscore stands for a dot ({@code DRAGOMAN_KAFKA_BOOTSTRAP_SERVERS}). A value
 * <code>${file:/path}</code> is the text of that file ({@link FileValues}).
 */
public final class ConfigurationReader {
    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ConfigurationReader() {}

    /** Reads a file; {@code environment} is {@link System#getenv()} outside tests. */
    public static DragomanConfiguration read(Path file, Map<String, String> environment) {
        try {
            return read(file.toString(), Files.readString(file), environment);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(
                    file.toString(), List.of("no such configuration file; expected a YAML file"));
        } catch (IOException e) {
            throw new ConfigurationException(
                    file.toString(), List.of("cannot be read (" + e + "); expected a file of UTF-8 text"));
        }
    }

    /** Reads YAML text; {@code source} names it in messages. */
    public static DragomanConfiguration read(String source, String yaml, Map<String, String> environment) {
        Map<String, JsonNode> leaves = new TreeMap<>();
        try {
            JsonNode root = YAML.readTree(yaml);
            if (root != null && root.isObject()) {
                flatten("", root, leaves);
            } else if (root != null && !root.isMissingNode() && !root.isNull()) {
                throw new ConfigurationException(
                        source, List.of("found a " + root.getNodeType() + ", expected sections such as 'kafka:'"));
            }
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(source, List.of(YamlProblem.of(e)));
        }
        return assemble(source, leaves, environment);
    }

    private static DragomanConfiguration assemble(
            String source, Map<String, JsonNode> leaves, Map<String, String> environment) {
        FileValues files = new FileValues();
        leaves.replaceAll(
                (path, node) -> node.isTextual() ? TextNode.valueOf(files.resolve(path, node.textValue())) : node);
        Map<String, String> overrides = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("DRAGOMAN_")) {
                overrides.put(name, files.resolve(name, value));
            }
        });
        Settings settings = new Settings(leaves, overrides);
        files.problems().forEach(settings::problem);
        DragomanConfiguration read = ConfigurationAssembly.assemble(settings);
        if (!settings.problems().isEmpty()) {
            throw new ConfigurationException(source, settings.problems());
        }
        return read;
    }

    private static void flatten(String prefix, JsonNode node, Map<String, JsonNode> leaves) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String path = prefix + entry.getKey();
            if (entry.getValue().isObject()) {
                flatten(path + ".", entry.getValue(), leaves);
            } else if (!entry.getValue().isNull()) {
                leaves.put(path, entry.getValue());
            }
        }
    }
}
