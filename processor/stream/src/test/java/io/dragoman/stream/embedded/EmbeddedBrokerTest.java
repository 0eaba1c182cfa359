package io.dragoman.stream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @Test
    void carriesRecordsAndLeavesNothingBehind(@TempDir Path parent) throws Exception {
        Path directory;
        try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.ANY_PORT, parent)) {
            directory = broker.directory();
            assertThat(directory).isDirectory();
            broker.createTopics(Map.of("carries", 4), Duration.ofSeconds(30));
            broker.createTopics(Map.of("carries", 4), Duration.ofSeconds(30));
            sendTransaction(broker);
            assertThat(readAll(broker, 20)).hasSize(20).contains("value 0", "value 19");
        }
        assertThat(directory).doesNotExist();
        try (var left = Files.list(parent)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void namesThePortThatIsTaken(@TempDir Path parent) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThatThrownBy(() -> EmbeddedBroker.start(taken.getLocalPort(), parent))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("expected a free port");
        }
        try (var left = Files.list(parent)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void namesTheDirectoryThatCannotBeWritten(@TempDir Path parent) {
        Path absent = parent.resolve("absent");
        assertThatThrownBy(() -> EmbeddedBroker.start(EmbeddedBroker.ANY_PORT, absent))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining(absent.toString())
                .hasMessageContaining("expected an existing, writable directory");
    }

    @Test
    void refusesAPortThatIsNone(@TempDir Path parent) {
        assertThatThrownBy(() -> EmbeddedBroker.start(70_000, parent))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("70000");
    }

    private static void sendTransaction(EmbeddedBroker broker) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "carries");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < 20; i++) {
                producer.send(new ProducerRecord<>("carries", i % 4, null, "value " + i))
                        .get(30, TimeUnit.SECONDS);
            }
            producer.commitTransaction();
        }
    }

    private static List<String> readAll(EmbeddedBroker broker, int expected) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "group.id",
                "carries",
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("carries"));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (values.size() < expected && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
