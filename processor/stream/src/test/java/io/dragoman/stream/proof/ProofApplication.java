package io.dragoman.stream.proof;

import io.dragoman.event.DecodingOptions;
import io.dragoman.event.GeneratedText;
import io.dragoman.event.SourceText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The shipped application, {@code dragoman run --config FILE}, as a process of its own with the tiny bundle and a registry of the
 * proof. Values are encoded here byte by byte, not by the serde under test.
 */
final class ProofApplication implements AutoCloseable {
    private final Path directory;
    private final Path bundle;
    private final RegistryStub registry = new RegistryStub();
    private int newSchemas;
    private final int sourceId = registry.register(SourceText.getClassSchema().toString());

    ProofApplication(Path directory) {
        this(directory, tinyBundle());
    }

    ProofApplication(Path directory, Path bundle) {
        this.directory = directory;
        this.bundle = bundle;
    }

    static Path root() {
        return Path.of(System.getProperty("dragoman.root", "../.."))
                .toAbsolutePath()
                .normalize();
    }

    static Path tinyBundle() {
        Path bundle = root().resolve("processor/engine/src/test/resources/bundles/tiny-reversal");
        Assumptions.assumeTrue(Files.isDirectory(bundle), "the tiny bundle is absent: " + bundle);
        return bundle;
    }

    /**
     * Writes the configuration of one instance: the application's own defaults except for what is given.
     *
     * @param name its state directory, configuration and log carry this name
     * @param kafka more keys of the section {@code kafka}
     * @param sections more sections, as YAML
     * @return starts it, again and again if need be
     */
    CrashHarness.Launcher instance(String name, String bootstrapServers, Map<String, String> kafka, String sections) {
        StringBuilder more = new StringBuilder();
        kafka.forEach((key, value) ->
                more.append("  ").append(key).append(": ").append(value).append('\n'));
        Path configuration = directory.resolve(name + ".yaml");
        String yaml = """
                kafka:
                  bootstrap.servers: %s
                  application.id: proof
                  state.dir: %s
                  auto.offset.reset: earliest
                %sschema-registry: { url: "%s" }
                input: { topics: [%s], format: avro }
                output: { topic: %s }
                dead-letters: { topic: %s }
                models:
                  - bundle: %s
                management: { host: 127.0.0.1, port: 0 }
                %s
                """.formatted(
                        bootstrapServers,
                        directory.resolve("state-" + name),
                        more,
                        registry.url(),
                        CrashHarness.INPUT,
                        CrashHarness.OUTPUT,
                        CrashHarness.DEAD_LETTERS,
                        bundle,
                        sections);
        try {
            Files.writeString(configuration, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return () -> ChildJvm.start(
                directory.resolve(name + ".log"),
                List.of("-Xmx512m", "-Dlogback.configurationFile=logback.xml"), // the shipped logging, not the tests'
                "io.dragoman.stream.app.Dragoman",
                List.of("run", "--config", configuration.toString()));
    }

    /** A good value: the n-th of a few short sentences. */
    byte[] sentence(int n) {
        return source(sentenceText(n), null, null);
    }

    static String sentenceText(int n) {
        return "a sentence of number " + n % 97;
    }

    /** A SourceText in the Confluent wire format. */
    byte[] source(String text, @Nullable String model, @Nullable DecodingOptions options) {
        SourceText event = SourceText.newBuilder()
                .setText(text)
                .setModel(model)
                .setOptions(options)
                .setAttributes(Map.of())
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(sourceId).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<>(SourceText.class).write(event, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static GeneratedText generated(byte[] value) {
        try {
            return new SpecificDatumReader<>(GeneratedText.class)
                    .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RegistryStub registry() {
        return registry;
    }

    /** The same value as {@code source}, under another schema id: a schema that the application has not seen yet. */
    byte[] sourceOfNewSchema(String text) {
        String schema = SourceText.getClassSchema().toString() + " ".repeat(++newSchemas);
        byte[] value = source(text, null, null);
        ByteBuffer.wrap(value).putInt(1, registry.register(schema));
        return value;
    }

    @Override
    public void close() {
        registry.close();
    }
}
