package io.dragoman.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.event.GeneratedText;
import io.dragoman.registry.AvroSerde;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The image under podman with 1 CPU, 768 MiB, a read-only root and no capabilities, against a broker and an Apicurio registry in processes of
 * their own: 10,000 sentences with a SIGTERM in the middle, nothing lost or doubled. {@code k8s/image-proof.sh} prepares what it needs.
 */
@Tag("proof")
class ImageProof {
    private static final int SENTENCES = 10_000;
    private static final long LIMIT = 768L << 20;
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Path ROOT =
            Path.of(System.getProperty("dragoman.root", "..")).toAbsolutePath();
    private static final Path IMAGE = ROOT.resolve("processor/stream/target/dragoman-image.tar");

    private final List<Duration> stops = new ArrayList<>();
    private long peakWorkingSet;
    private long peakResident;

    @Test
    void tenThousandSentencesPassASmallContainerThatIsStoppedOnTheWay() throws Exception {
        String apicurio = System.getProperty("dragoman.apicurio");
        Assumptions.assumeTrue(Files.exists(IMAGE) && apicurio != null, "run k8s/image-proof.sh");
        Path folder = Files.createDirectories(
                ROOT.resolve("k8s/target/image/run-" + ProcessHandle.current().pid()));
        try (Podman podman = Podman.in(ROOT.resolve("k8s/target/image/podman"));
                Cluster cluster = Cluster.start(folder, Path.of(String.valueOf(apicurio)))) {
            String loaded = podman.run("load", "-q", "-i", IMAGE.toString());
            String image = loaded.substring(loaded.lastIndexOf(' ') + 1);
            prepare(folder, cluster);
            long start = System.nanoTime();
            cluster.feed(SENTENCES);
            System.out.printf("%d sentences written in %.1f s%n", SENTENCES, seconds(start));
            Set<String> seen = new HashSet<>();
            long began = System.nanoTime();
            try (AvroSerde<GeneratedText> serde = AvroSerde.of(GeneratedText.class)) {
                serde.configure(
                        Map.of("schema.registry.url", cluster.registry(), "specific.avro.reader", "true"), false);
                String first = run(podman, image, folder);
                try (KafkaConsumer<byte[], byte[]> reader = reader(cluster)) {
                    int doubled = read(reader, serde.deserializer(), seen, SENTENCES / 3, podman, first);
                    stop(podman, first);
                    int before = seen.size();
                    String second = run(podman, image, folder);
                    doubled += read(reader, serde.deserializer(), seen, SENTENCES, podman, second);
                    double all = seconds(began);
                    doubled += drain(reader, serde.deserializer(), seen);
                    stop(podman, second);
                    System.out.printf(
                            "%d of %d served (%d before SIGTERM), %d doubled, in %.1f s with a restart; exits after %s; peak working set %.0f MiB (%.0f %% of the limit), peak resident %.0f MiB%n",
                            seen.size(),
                            SENTENCES,
                            before,
                            doubled,
                            all,
                            stops,
                            mebibytes(peakWorkingSet),
                            100.0 * peakWorkingSet / LIMIT,
                            mebibytes(peakResident));
                    assertThat(seen).hasSize(SENTENCES);
                    assertThat(before).isLessThan(SENTENCES);
                    assertThat(doubled).isZero();
                    assertThat(peakWorkingSet).isBetween(1L, LIMIT * 9 / 10);
                    assertThat(stops).allMatch(time -> time.compareTo(STOP) <= 0);
                }
            }
        }
    }

    private static void prepare(Path folder, Cluster cluster) throws Exception {
        Path models = Path.of(System.getProperty(
                "dragoman.bundle",
                Files.isDirectory(ROOT.resolve("model-export/models/tatoeba-en-fr"))
                        ? ROOT.resolve("model-export/models/tatoeba-en-fr").toString()
                        : ROOT.resolve("processor/engine/src/test/resources/bundles/tiny-reversal")
                                .toString()));
        System.out.println("bundle: " + models.getFileName());
        Path bundle = Files.createDirectories(folder.resolve("models/bundle"));
        try (var files = Files.list(models)) {
            for (Path file : files.toList()) {
                Files.copy(file, bundle.resolve(file.getFileName().toString()));
            }
        }
        Path state = Files.createDirectories(folder.resolve("state"));
        Files.setAttribute(state, "unix:uid", 10001);
        String yaml = Files.readString(ROOT.resolve("k8s/base/application.yaml"))
                .replace("kafka:9092", cluster.brokers())
                .replace("http://schema-registry:8081", cluster.registry())
                .replace("/opt/dragoman/models/tatoeba-en-fr", "/var/lib/dragoman-models/bundle")
                .replace("port: 8080", "port: 0");
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.yaml"), yaml);
    }

    private String run(Podman podman, String image, Path folder) throws Exception {
        long start = System.nanoTime();
        String container = podman.run(
                "run",
                "-d",
                "--network=host",
                "--cpus=1",
                "--memory=768m",
                "--memory-swap=768m",
                "--read-only",
                "--cap-drop=all",
                "--security-opt=no-new-privileges",
                "--tmpfs=/tmp:rw,nosuid,nodev,noexec,size=64m",
                "-v",
                folder.resolve("config") + ":/etc/dragoman/config:ro",
                "-v",
                folder.resolve("models") + ":/var/lib/dragoman-models:ro",
                "-v",
                folder.resolve("state") + ":/var/lib/dragoman",
                image,
                "run",
                "--config",
                "/etc/dragoman/config/application.yaml");
        int process = podman.process(container);
        String status = Files.readString(Path.of("/proc/" + process + "/status"));
        assertThat(status)
                .containsPattern("Uid:\\s+10001")
                .containsPattern("CapEff:\\s+0000000000000000")
                .containsPattern("NoNewPrivs:\\s+1");
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> podman.run("logs", container).contains("Started"));
        System.out.printf("container up and started in %.1f s%n", seconds(start));
        return container;
    }

    private int read(
            KafkaConsumer<byte[], byte[]> reader,
            Deserializer<GeneratedText> deserializer,
            Set<String> seen,
            int until,
            Podman podman,
            String container)
            throws Exception {
        int doubled = 0;
        long end = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        try (MemoryWatch watch = MemoryWatch.of(podman.process(container))) {
            while (seen.size() < until && System.nanoTime() < end) {
                doubled += poll(reader, deserializer, seen);
            }
            peakWorkingSet = Math.max(peakWorkingSet, watch.peakWorkingSet());
            peakResident = Math.max(peakResident, watch.peakResident());
        }
        assertThat(seen.size())
                .as(podman.run("logs", "--tail", "20", container))
                .isGreaterThanOrEqualTo(until);
        return doubled;
    }

    private static int drain(
            KafkaConsumer<byte[], byte[]> reader, Deserializer<GeneratedText> deserializer, Set<String> seen) {
        int doubled = 0;
        for (int i = 0; i < 10; i++) {
            doubled += poll(reader, deserializer, seen);
        }
        return doubled;
    }

    private static int poll(
            KafkaConsumer<byte[], byte[]> reader, Deserializer<GeneratedText> deserializer, Set<String> seen) {
        int doubled = 0;
        for (var record : reader.poll(Duration.ofMillis(200))) {
            if (!seen.add(String.valueOf(
                    deserializer.deserialize("translations", record.value()).getId()))) {
                doubled++;
            }
        }
        return doubled;
    }

    private static KafkaConsumer<byte[], byte[]> reader(Cluster cluster) {
        return cluster.reader("translations");
    }

    private void stop(Podman podman, String container) {
        long start = System.nanoTime();
        podman.run("kill", "--signal", "TERM", container);
        String code = podman.run("wait", container);
        stops.add(Duration.ofMillis((System.nanoTime() - start) / 1_000_000));
        String end = podman.run("inspect", "-f", "{{.State.OOMKilled}} {{.HostConfig.ReadonlyRootfs}}", container);
        System.out.println("exit code " + code + " " + stops.getLast().toMillis() + " ms after SIGTERM");
        assertThat(end).isEqualTo("false true");
        assertThat(code).as(podman.run("logs", "--tail", "20", container)).isIn("0", "143");
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static double mebibytes(long bytes) {
        return bytes / 1048576.0;
    }
}
