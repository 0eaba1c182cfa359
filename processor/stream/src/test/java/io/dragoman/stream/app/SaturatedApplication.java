package io.dragoman.stream.app;

import io.dragoman.stream.config.ConfigurationReader;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.demo.DemoParts;
import io.dragoman.stream.embedded.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The application with a model of real size over one broker, started anew for every run, on topics of its own, and fed as fast as it goes. */
final class SaturatedApplication implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final int WARM_UP = 200;

    private final EmbeddedBroker broker = EmbeddedBroker.start();
    private final Path folder;
    private final List<byte[]> values;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger scrapes = new AtomicInteger();
    private int runs;

    SaturatedApplication(Path folder, List<String> sentences) {
        this.folder = folder;
        try (Monitored encoder = new Monitored(broker, 0)) {
            this.values = sentences.stream().map(encoder::value).toList();
        }
    }

    /** Scrapes that were answered in all runs. */
    int scrapes() {
        return scrapes.get();
    }

    /** Records a second without metrics, console and traces. */
    double unwatched() {
        DragomanConfiguration configuration = configuration("");
        try (LoadedModels models = LoadedModels.load(configuration.models(), configuration.engine());
                DragomanApp app = new DragomanApp(configuration, models)) {
            app.start();
            return rate();
        }
    }

    /** Records a second with metrics and console, scraped each second, and whatever the sections say. */
    double watched(String sections) {
        try (DemoParts.Running application = new DemoWiring().start(configuration(sections), (p, o, b) -> {});
                ScheduledExecutorService scraper = Executors.newSingleThreadScheduledExecutor()) {
            URI page = URI.create("http://127.0.0.1:" + application.managementPort() + "/metrics");
            var unused = scraper.scheduleAtFixedRate(() -> scrape(page), 0, 1, TimeUnit.SECONDS);
            double rate = rate();
            scraper.shutdownNow();
            return rate;
        }
    }

    private void scrape(URI page) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(30)).build();
            if (client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200) {
                scrapes.incrementAndGet();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the run has ended
        }
    }

    private DragomanConfiguration configuration(String sections) {
        runs++;
        Path root = Path.of(System.getProperty("dragoman.root", "../.."));
        String yaml = """
                kafka: { bootstrap.servers: "%s", application.id: saturated-%d, state.dir: "%s", auto.offset.reset: earliest }
                schema-registry: { url: "mock://monitored" }
                input: { topics: [in-%d] }
                output: { topic: out-%d }
                dead-letters: { topic: dead-%d }
                models: [{ bundle: "%s" }]
                topics: { create: true, partitions: %d }
                management: { host: 127.0.0.1, port: 0 }
                %s
                """.formatted(
                        broker.bootstrapServers(),
                        runs,
                        folder.resolve("state-" + runs),
                        runs,
                        runs,
                        runs,
                        root.resolve(System.getProperty("dragoman.bundle", "model-export/models/tatoeba-en-fr")),
                        PARTITIONS,
                        sections);
        return ConfigurationReader.read("the benchmark", yaml, Map.of());
    }

    /** From before the first record is sent until a committed reader has seen the last, after some to warm up. */
    private double rate() {
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition("out-" + runs, partition))
                .toList();
        try (var reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            serve(reader, values.subList(0, Math.min(WARM_UP, values.size())));
            return serve(reader, values);
        }
    }

    private double serve(KafkaConsumer<byte[], byte[]> reader, List<byte[]> sent) {
        long start = System.nanoTime();
        send(sent);
        int seen = 0;
        long progress = start;
        while (seen < sent.size()) {
            int polled = reader.poll(Duration.ofMillis(20)).count();
            seen += polled;
            long now = System.nanoTime();
            if (polled > 0) {
                progress = now;
            } else if (now - progress > TimeUnit.SECONDS.toNanos(90)) {
                throw new AssertionError("found " + seen + " of " + sent.size() + " results");
            }
        }
        return seen * 1e9 / (progress - start);
    }

    private void send(List<byte[]> sent) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int n = 0; n < sent.size(); n++) {
                var unused = producer.send(new ProducerRecord<>("in-" + runs, n % PARTITIONS, null, sent.get(n)));
            }
            producer.flush();
        }
    }

    @Override
    public void close() {
        client.close();
        broker.close();
    }
}
