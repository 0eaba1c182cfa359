package io.dragoman.stream.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.stream.embedded.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * 10,000 bad values among good ones: each good one is generated from, each bad one is a dead letter with its exact bytes and the right
 * reason, both in their order, and the process lives. The application makes the dead-letter topic itself and runs on its defaults.
 */
@Tag("proof")
@Execution(ExecutionMode.CONCURRENT)
class AdversarialProof {

    private static final int BAD = Integer.getInteger("proof.bad", 10_000);
    private static final int GOOD_EVERY = 4;
    private static final int LARGEST_RECORD = 3 << 20;

    /** What was sent: one of the two is null. */
    private record Sent(
            BadValues.@Nullable Bad bad, @Nullable String good) {}

    @Test
    void everyGoodOneIsGeneratedAndEveryBadOneIsADeadLetter(@TempDir Path directory) throws Exception {
        try (ProofApplication application = new ProofApplication(directory);
                EmbeddedBroker broker = EmbeddedBroker.start()) {
            createTopics(broker);
            List<Sent> sent = send(application, broker);
            var launcher = application.instance("one", broker.bootstrapServers(), Map.of(), "");
            try (ChildJvm child = launcher.launch()) {
                CrashHarness.awaitTopics(broker.bootstrapServers(), List.of(CrashHarness.DEAD_LETTERS));
                List<ConsumerRecord<byte[], byte[]>> came = read(broker, sent.size(), child);
                verify(sent, came);
                assertThat(child.isAlive()).as("the process lives").isTrue();
                assertThat(child.terminate(60)).as("exit code after SIGTERM").isZero();
            }
        }
    }

    private static void createTopics(EmbeddedBroker broker) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            NewTopic input = new NewTopic(CrashHarness.INPUT, 4, (short) 1)
                    .configs(Map.of("max.message.bytes", Integer.toString(LARGEST_RECORD)));
            CrashHarness.createTopics(admin, List.of(input, new NewTopic(CrashHarness.OUTPUT, 4, (short) 1)));
        }
        CrashHarness.awaitTopics(broker.bootstrapServers(), List.of(CrashHarness.INPUT, CrashHarness.OUTPUT));
    }

    private static List<Sent> send(ProofApplication application, EmbeddedBroker broker) throws Exception {
        BadValues bad = new BadValues(application);
        List<String> odd = BadValues.oddButGood();
        List<Sent> sent = new ArrayList<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.request.size", LARGEST_RECORD);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<?>> futures = new ArrayList<>();
            for (int n = 0; n < BAD; n++) {
                BadValues.Bad value = bad.value(n);
                futures.add(producer.send(record(sent.size(), value.value())));
                sent.add(new Sent(value, null));
                if (n % GOOD_EVERY == 0) {
                    String good =
                            n % 16 == 0 ? odd.get(n / 16 % odd.size()) + " " + n : ProofApplication.sentenceText(n);
                    futures.add(producer.send(record(sent.size(), application.source(good, null, null))));
                    sent.add(new Sent(null, good));
                }
            }
            for (Future<?> future : futures) {
                var unused = future.get(60, TimeUnit.SECONDS);
            }
        }
        return sent;
    }

    private static ProducerRecord<byte[], byte[]> record(int number, byte @Nullable [] value) {
        int partition = number % 4;
        var record = new ProducerRecord<>(CrashHarness.INPUT, partition, key(number), value);
        record.headers().add(Tally.NUMBER, Integer.toString(number).getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private static byte[] key(int number) {
        return ("key-" + number % 4).getBytes(StandardCharsets.UTF_8);
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
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(ProofApplication.tinyBundle(), EngineOptions.defaults())) {
            for (ConsumerRecord<byte[], byte[]> record : came) {
                int number = Integer.parseInt(header(record, Tally.NUMBER));
                Sent was = sent.get(number);
                assertThat(record.key()).as("key of value %d", number).isEqualTo(key(number));
                if (was.bad() != null) {
                    verifyDeadLetter(number, was.bad(), record);
                    reasons.merge(was.bad().reason(), 1, Integer::sum);
                } else if (was.good() != null) {
                    verifyGenerated(number, was.good(), record, engine);
                }
                Integer before = last.put(record.topic() + number % 4, number);
                assertThat(before == null || before < number)
                        .as("order of value %d after %s", number, before)
                        .isTrue();
            }
        }
        System.out.printf(
                "PROOF adversarial: %d bad values, each in the dead letters with its exact bytes and the right reason %s;"
                        + " %d good ones generated; order kept; the process lives%n",
                BAD, reasons, came.size() - BAD);
    }

    private static void verifyDeadLetter(int number, BadValues.Bad bad, ConsumerRecord<byte[], byte[]> record) {
        String what = "value " + number + ", " + bad.kind();
        assertThat(record.topic()).as("topic of %s", what).isEqualTo(CrashHarness.DEAD_LETTERS);
        assertThat(java.util.Arrays.equals(record.value(), bad.value()))
                .as("the exact bytes of %s", what)
                .isTrue();
        assertThat(header(record, "dragoman.reason")).as("reason of %s", what).isEqualTo(bad.reason());
        assertThat(header(record, "__streams.errors.topic"))
                .as("topic of %s", what)
                .isEqualTo(CrashHarness.INPUT);
        assertThat(header(record, "__streams.errors.partition"))
                .as("partition of %s", what)
                .isEqualTo(Integer.toString(number % 4));
        assertThat(header(record, "__streams.errors.offset"))
                .as("offset of %s", what)
                .isEqualTo(Integer.toString(number / 4));
    }

    /** The text is what the engine writes when it sees this sentence alone. */
    private static void verifyGenerated(
            int number, String text, ConsumerRecord<byte[], byte[]> record, Seq2SeqEngine engine) {
        assertThat(record.topic()).as("topic of value %d, '%s'", number, text).isEqualTo(CrashHarness.OUTPUT);
        Outcome alone = engine.generate(List.of(new GenerationRequest(text))).getFirst();
        assertThat(alone).as("the engine alone on '%s'", text).isInstanceOf(Outcome.Generated.class);
        if (alone instanceof Outcome.Generated generated) {
            assertThat(ProofApplication.generated(record.value()).getText())
                    .as("text of value %d, '%s'", number, text)
                    .isEqualTo(generated.hypotheses().getFirst().text());
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
