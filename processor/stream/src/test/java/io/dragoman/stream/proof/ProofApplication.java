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

    private static Path tinyBundle() {
        Path bundle = root().resolve("processor/engine/src/test/resources/bundles/tiny-reversal");
        Assumptions.assumeTrue(Files.isDirectory(bundle), "the tiny bundle is absent: " + bundle);
        return bundle;
    }

    /** Writes the configuration of one instance; {@code more} is YAML added at its end. */
    void configure(String bootstrapServers, int threads, String more) throws IOException {
        Files.writeString(configuration(), """
                kafka:
                  bootstrap.servers: %s
                  application.id: proof
                  state.dir: %s
                  group.instance.id: proof-1
                  session.timeout.ms: 6000
                  heartbeat.interval.ms: 1500
                  auto.offset.reset: earliest
                  processing.guarantee: exactly_once_v2
                  num.stream.threads: %d
                schema-registry: { url: "%s" }
                input: { topics: [%s], format: avro }
                output: { topic: %s }
                models:
                  - bundle: %s
                management: { host: 127.0.0.1, port: 0 }
                %s
                """.formatted(
                        bootstrapServers,
                        directory.resolve("state"),
                        threads,
                        registry.url(),
                        CrashHarness.INPUT,
                        CrashHarness.OUTPUT,
                        bundle,
                        more.isEmpty() ? "dead-letters: { topic: " + CrashHarness.DEAD_LETTERS + " }" : more));
    }

    ChildJvm launch() {
        return ChildJvm.start(
                directory.resolve("application.log"),
                List.of("-Xmx512m"),
                "io.dragoman.stream.app.Dragoman",
                List.of("run", "--config", configuration().toString()));
    }

    /** A good value: the n-th of a few short sentences. */
    byte[] sentence(int n) {
        return source("a sentence of number " + n % 97, null, null);
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

    @Override
    public void close() {
        registry.close();
    }

    private Path configuration() {
        return directory.resolve("dragoman.yaml");
    }
}
