package io.dragoman.stream.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.stream.embedded.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 10,000 bad values among good ones: each good one is generated from, each bad one is a dead letter with its bytes and its reason. */
@Tag("proof")
class AdversarialProof {

    private static final int BAD = 10_000;
    private static final int GOOD_EVERY = 4;

    /** What was sent: {@code bad} is null for a good value. */
    private record Sent(BadValues.@Nullable Bad bad) {}

    @Test
    void everyGoodOneIsGeneratedAndEveryBadOneIsADeadLetter(@TempDir Path directory) throws Exception {
        try (ProofApplication application = new ProofApplication(directory);
                EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(
                    Map.of(CrashHarness.INPUT, 4, CrashHarness.OUTPUT, 4, CrashHarness.DEAD_LETTERS, 4),
                    Duration.ofSeconds(60));
            application.configure(
                    broker.bootstrapServers(), 1, "dead-letters: { topic: dead-letters, max-value-bytes: 1000000 }");
            List<Sent> sent = send(application, broker);
            try (ChildJvm child = application.launch()) {
                List<ConsumerRecord<byte[], byte[]>> came = read(broker, sent.size(), child);
                verify(sent, came);
                assertThat(child.isAlive()).as("the process lives").isTrue();
                assertThat(child.terminate(60)).as("exit code after SIGTERM").isIn(0, 143);
            }
        }
    }

    private static List<Sent> send(ProofApplication application, EmbeddedBroker broker) throws Exception {
        BadValues bad = new BadValues(application);
        List<String> odd = BadValues.oddButGood();
        List<Sent> sent = new ArrayList<>();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<java.util.concurrent.Future<?>> futures = new ArrayList<>();
            for (int n = 0; n < BAD; n++) {
                BadValues.Bad value = bad.value(n);
                futures.add(producer.send(record(sent.size(), value.value())));
                sent.add(new Sent(value));
                if (n % GOOD_EVERY == 0) {
                    byte[] good = n % 16 == 0
                            ? application.source(odd.get(n / 16 % odd.size()), null, null)
                            : application.sentence(n);
                    futures.add(producer.send(record(sent.size(), good)));
                    sent.add(new Sent(null));
                }
            }
            for (var future : futures) {
                var unused = future.get(60, TimeUnit.SECONDS);
            }
        }
        return sent;
    }

    private static ProducerRecord<byte[], byte[]> record(int number, byte @Nullable [] value) {
        int partition = number % 4;
        var record = new ProducerRecord<>(
                CrashHarness.INPUT, partition, ("key-" + partition).getBytes(StandardCharsets.UTF_8), value);
        record.headers().add(Tally.NUMBER, Integer.toString(number).getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(EmbeddedBroker broker, int expected, ChildJvm child) {
        List<ConsumerRecord<byte[], byte[]>> came = new ArrayList<>();
        List<TopicPartition> partitions = Stream.of(CrashHarness.OUTPUT, CrashHarness.DEAD_LETTERS)
                .flatMap(topic -> IntStream.range(0, 4).mapToObj(partition -> new TopicPartition(topic, partition)))
                .toList();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long progress = System.nanoTime();
            while (came.size() < expected) {
                int before = came.size();
                consumer.poll(Duration.ofMillis(200)).forEach(came::add);
                if (came.size() > before) {
                    progress = System.nanoTime();
                } else if (System.nanoTime() - progress > TimeUnit.SECONDS.toNanos(60)) {
                    throw new AssertionError("found " + came.size() + " of " + expected + " results:\n" + child.tail());
                }
            }
            consumer.poll(Duration.ofSeconds(1)).forEach(came::add);
        }
        return came;
    }

    private static void verify(List<Sent> sent, List<ConsumerRecord<byte[], byte[]>> came) {
        assertThat(came).as("one result a value").hasSameSizeAs(sent);
        Map<String, Integer> last = new HashMap<>();
        Map<String, Integer> reasons = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : came) {
            int number = Integer.parseInt(header(record, Tally.NUMBER));
            BadValues.Bad bad = sent.get(number).bad();
            String topic = bad == null ? CrashHarness.OUTPUT : CrashHarness.DEAD_LETTERS;
            assertThat(record.topic()).as("topic of value %d", number).isEqualTo(topic);
            if (bad == null) {
                assertThat(ProofApplication.generated(record.value()).getModel().getDigest())
                        .isNotEmpty();
            } else {
                assertThat(record.value()).as("bytes of value %d", number).isEqualTo(bad.value());
                String reason = header(record, "dragoman.reason");
                assertThat(reason).as("reason of value %d", number).isIn(bad.reasons());
                reasons.merge(reason, 1, Integer::sum);
            }
            Integer before = last.put(record.topic() + number % 4, number);
            assertThat(before == null || before < number)
                    .as("order of value %d after %s", number, before)
                    .isTrue();
        }
        System.out.println("Adversarial proof: " + (came.size() - BAD) + " generated, dead letters " + reasons);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
