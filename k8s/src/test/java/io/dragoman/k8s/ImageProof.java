package io.dragoman.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The image under podman with 1 CPU, 768 MiB, a read-only root and no capabilities, against a broker and an Apicurio registry in processes of
 * their own: 10,000 sentences with a SIGTERM in the middle, nothing lost or doubled; then the pod of the rendered overlay {@code cpu} goes on
 * where the container stopped. {@code k8s/image-proof.sh} prepares what it needs. Times decide on a quiet machine only (dragoman.quiet).
 */
@Tag("proof")
class ImageProof {
    private static final int SENTENCES = Integer.getInteger("dragoman.sentences", 10_000);
    private static final int POD_SENTENCES = 200;
    private static final long LIMIT = 768L << 20;
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path ROOT =
            Path.of(System.getProperty("dragoman.root", "..")).toAbsolutePath().normalize();
    private static final Path IMAGE = ROOT.resolve("processor/stream/target/dragoman-image.tar");
    private static final Pattern MANAGEMENT = Pattern.compile("console at http://[^:]+:(\\d+)/");

    private final List<Duration> stops = new ArrayList<>();
    private final List<Double> starts = new ArrayList<>();
    private long peak;
    private long peakWorkingSet;
    private long peakResident;

    @Test
    void aSmallContainerServesAllIsStoppedOnTheWayAndAPodGoesOn() throws Exception {
        String apicurio = System.getProperty("dragoman.apicurio");
        Assumptions.assumeTrue(Files.exists(IMAGE) && apicurio != null, "run k8s/image-proof.sh");
        Path folder = Files.createDirectories(
                ROOT.resolve("k8s/target/image/run-" + ProcessHandle.current().pid()));
        try (Podman podman = Podman.in(ROOT.resolve("k8s/target/image/podman"));
                Cluster cluster = Cluster.start(folder, Path.of(String.valueOf(apicurio)))) {
            String loaded = podman.run("load", "-q", "-i", IMAGE.toString());
            String image = loaded.substring(loaded.lastIndexOf(' ') + 1);
            prepare(folder, cluster);
            cluster.feed(0, SENTENCES);
            String first = run(podman, image, folder);
            try (Served served = new Served(cluster)) {
                watched(podman, first, served, SENTENCES / 3);
                stop(podman, first);
                int before = served.count();
                String second = run(podman, image, folder);
                watched(podman, second, served, SENTENCES);
                served.drain();
                stop(podman, second);
                report(served, before);
                assertThat(served.count()).isEqualTo(SENTENCES);
                assertThat(before).isLessThan(SENTENCES);
                assertThat(served.doubled()).isZero();
                assertThat(peakWorkingSet).isBetween(1L, LIMIT * 9 / 10);
                assertThat(peak).isBetween(1L, LIMIT * 9 / 10);
                assertThat(stops).allMatch(time -> !Boolean.getBoolean("dragoman.quiet") || time.compareTo(STOP) <= 0);
                pod(podman, cluster, folder, served);
            }
        }
    }

    private void report(Served served, int before) {
        System.out.printf(
                "PROOF image: 1 CPU, 768 MiB, read-only root, no capabilities: %d of %d sentences served (%d before a SIGTERM), %d doubled; started after %s s; SIGTERM to exit %s ms%n",
                served.count(),
                SENTENCES,
                before,
                served.doubled(),
                starts,
                stops.stream().map(Duration::toMillis).toList());
        System.out.printf(
                "PROOF image: peak of the memory group %.0f MiB (%.0f %% of the limit), of it not to be dropped %.0f MiB; resident %.0f MiB%n",
                mebibytes(peak), 100.0 * peak / LIMIT, mebibytes(peakWorkingSet), mebibytes(peakResident));
    }

    /** The overlay cpu with a registry's password, rendered by the real kustomize, configured as a user would; played, asked, stopped. */
    private void pod(Podman podman, Cluster cluster, Path folder, Served served) throws Exception {
        Path kustomization = Files.createDirectories(folder.resolve("kustomization"));
        Files.writeString(kustomization.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [%1$s/overlays/cpu]
                components: [%1$s/components/registry-auth]
                configMapGenerator:
                  - name: dragoman-environment
                    behavior: merge
                    literals:
                      - DRAGOMAN_KAFKA_BOOTSTRAP_SERVERS=%2$s
                      - DRAGOMAN_SCHEMA_REGISTRY_URL=%3$s
                      - DRAGOMAN_MANAGEMENT_PORT=0
                """.formatted(
                        kustomization.relativize(ROOT.resolve("k8s")), cluster.brokers(), cluster.registry()));
        Manifests rendered = Manifests.parse(Kustomize.orSkip().build(kustomization));
        Path file = Files.writeString(folder.resolve("pod.yaml"), PodmanPod.of(rendered));
        PodmanPod.makeSecret(podman, folder, "dragoman-registry", Map.of("user-info", "user:pass"));
        cluster.feed(SENTENCES, POD_SENTENCES);
        podman.run("play", "kube", "--network=host", file.toString());
        isRestricted(podman, PodmanPod.CONTAINER);
        assertThat(podman.run("inspect", "-f", "{{.HostConfig.Memory}} {{.HostConfig.CpuQuota}}", PodmanPod.CONTAINER))
                .isEqualTo(LIMIT + " 100000");
        assertThat(podman.run("exec", PodmanPod.CONTAINER, "/opt/dragoman/java/bin/java", "--version"))
                .contains("build");
        awaitReady(podman, PodmanPod.CONTAINER);
        served.await(SENTENCES + POD_SENTENCES, PATIENCE);
        served.drain();
        podman.run("pod", "stop", "--time", "45", PodmanPod.NAME);
        String code = podman.run("inspect", "-f", "{{.State.ExitCode}}", PodmanPod.CONTAINER);
        System.out.printf(
                "PROOF image: podman play kube of overlay cpu: ready, %d of %d sentences more, %d doubled, exit code %s%n",
                served.count() - SENTENCES, POD_SENTENCES, served.doubled(), code);
        PodmanPod.LACKING.forEach(lacking -> System.out.println("  podman 4.3 lacks: " + lacking));
        assertThat(served.count()).isEqualTo(SENTENCES + POD_SENTENCES);
        assertThat(served.doubled()).isZero();
        assertThat(code).isIn("0", "143");
    }

    private static void prepare(Path folder, Cluster cluster) throws Exception {
        Path models = Path.of(System.getProperty(
                "dragoman.bundle",
                ROOT.resolve("model-export/models/tatoeba-en-fr").toString()));
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
        isRestricted(podman, container);
        awaitReady(podman, container);
        starts.add(Math.round((System.nanoTime() - start) / 1e8) / 10.0);
        return container;
    }

    private static void isRestricted(Podman podman, String container) throws Exception {
        String status = Files.readString(Path.of("/proc/" + podman.process(container) + "/status"));
        assertThat(status)
                .containsPattern("Uid:\\s+10001")
                .containsPattern("CapEff:\\s+0000000000000000")
                .containsPattern("NoNewPrivs:\\s+1");
        assertThat(podman.run("inspect", "-f", "{{.HostConfig.ReadonlyRootfs}}", container))
                .isEqualTo("true");
    }

    /** Ready as a kubelet would see it. */
    private static void awaitReady(Podman podman, String container) {
        HttpClient client = HttpClient.newHttpClient();
        Awaitility.await(podman.run("logs", "--tail", "20", container))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> {
                    Matcher port = MANAGEMENT.matcher(podman.run("logs", container));
                    return port.find()
                            && client.send(
                                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                                                    + port.group(1) + "/health/ready"))
                                                            .build(),
                                                    HttpResponse.BodyHandlers.discarding())
                                            .statusCode()
                                    == 200;
                });
    }

    private void watched(Podman podman, String container, Served served, int until) throws Exception {
        try (MemoryWatch watch = MemoryWatch.of(podman.process(container))) {
            served.await(until, Duration.ofMinutes(15));
            peak = Math.max(peak, watch.peak());
            peakWorkingSet = Math.max(peakWorkingSet, watch.peakWorkingSet());
            peakResident = Math.max(peakResident, watch.peakResident());
        }
        assertThat(served.count())
                .as(podman.run("logs", "--tail", "20", container))
                .isGreaterThanOrEqualTo(until);
    }

    private void stop(Podman podman, String container) {
        long start = System.nanoTime();
        podman.run("kill", "--signal", "TERM", container);
        String code = podman.run("wait", container);
        stops.add(Duration.ofNanos(System.nanoTime() - start));
        assertThat(podman.run("inspect", "-f", "{{.State.OOMKilled}}", container))
                .isEqualTo("false");
        assertThat(code).as(podman.run("logs", "--tail", "20", container)).isIn("0", "143");
    }

    private static double mebibytes(long bytes) {
        return bytes / 1048576.0;
    }
}
