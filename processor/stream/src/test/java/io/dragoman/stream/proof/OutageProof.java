package io.dragoman.stream.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the rest of the world does to a running application: short outages are sat out, long ones end it with one message, nothing is lost. */
@Tag("proof")
@Execution(ExecutionMode.CONCURRENT)
class OutageProof {

    @Test
    void aRegistryThatAnswersLateDelaysTheStartAndOneThatDoesNotEndsIt(@TempDir Path directory) throws Exception {
        try (ProofApplication application = new ProofApplication(directory);
                CrashHarness harness = new CrashHarness(directory);
                Tally tally = tally(harness);
                Sender sender = new Sender(harness)) {
            sender.send(application.sentence(1));
            application.registry().setDown(true);
            var impatient =
                    application.instance("one", harness.bootstrapServers(), Map.of(), "start: { timeout: 20s }");
            try (ChildJvm child = impatient.launch()) {
                assertThat(child.awaitExit(180))
                        .as("exit code; %s", child.tail())
                        .isEqualTo(1);
                assertThat(child.errors())
                        .singleElement()
                        .asString()
                        .contains("schema registry", "503", "schema-registry.url");
                assertThat(child.tail()).as("no stack trace").doesNotContain("\tat ");
            }
            var patient = application.instance("two", harness.bootstrapServers(), Map.of(), "start: { timeout: 60s }");
            try (ChildJvm child = patient.launch()) {
                child.awaitLine("does not answer yet", 120);
                application.registry().setDown(false);
                tally.readAll(1, Duration.ofSeconds(60));
                assertThat(tally.distinct()).as(child.tail()).isEqualTo(1);
            }
            System.out.println(
                    "PROOF registry outage at start: ended with one message after start.timeout, or waited and served");
        }
    }

    @Test
    void aRegistryOutageUnderLoadIsSatOutOrEndsTheApplicationAndLosesNothing(@TempDir Path directory) throws Exception {
        try (ProofApplication application = new ProofApplication(directory);
                CrashHarness harness = new CrashHarness(directory);
                Tally tally = tally(harness);
                Sender sender = new Sender(harness)) {
            var launcher = application.instance("one", harness.bootstrapServers(), Map.of(), "");
            try (ChildJvm child = launcher.launch()) {
                sender.send(application.sentence(1));
                expect(1, tally, child);
                application.registry().setDown(true);
                sender.send(application.sourceOfNewSchema("sent in a short outage"));
                child.awaitLine("is replaced in", 60);
                application.registry().setDown(false);
                expect(2, tally, child);

                application.registry().setDown(true);
                sender.send(application.sourceOfNewSchema("sent in a long outage"));
                sender.send(application.sentence(2));
                long silent = System.nanoTime();
                assertThat(child.awaitExit(240))
                        .as("exit code; %s", child.tail())
                        .isEqualTo(1);
                long gaveUp = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - silent);
                assertThat(child.errors())
                        .singleElement()
                        .asString()
                        .contains("The application stopped", "schema", "could not be fetched", "503");
                assertThat(child.tail()).as("no stack trace").doesNotContain("\tat ");
                System.out.println(
                        "PROOF registry outage under load: a short one sat out; a long one ended the application after "
                                + gaveUp + " s with one message");
            }
            application.registry().setDown(false);
            try (ChildJvm child = launcher.launch()) {
                expect(4, tally, child);
                assertThat(tally.doubled() + tally.outOfOrder())
                        .as("doubled or out of order")
                        .isZero();
                assertThat(CrashHarness.logEnds(harness.admin(), CrashHarness.DEAD_LETTERS)
                                .values())
                        .as("dead letters")
                        .containsOnly(0L);
            }
        }
    }

    @Test
    void aFatalFailureOfAStreamThreadEndsTheProcessWithOneMessage(@TempDir Path directory) throws Exception {
        try (ProofApplication application = new ProofApplication(directory);
                CrashHarness harness = new CrashHarness(directory);
                Tally tally = tally(harness);
                Sender sender = new Sender(harness)) {
            var launcher =
                    application.instance("one", harness.bootstrapServers(), Map.of("metadata.max.age.ms", "1000"), "");
            try (ChildJvm child = launcher.launch()) {
                sender.send(application.sentence(1));
                expect(1, tally, child);
                harness.admin().deleteTopics(List.of(CrashHarness.INPUT)).all().get(30, TimeUnit.SECONDS);
                assertThat(child.awaitExit(120))
                        .as("exit code; %s", child.tail())
                        .isEqualTo(1);
                assertThat(child.errors())
                        .singleElement()
                        .asString()
                        .contains("The application stopped", "input.topics");
                System.out.println(
                        "PROOF fatal failure: exit code 1, " + child.errors().getFirst());
            }
        }
    }

    private static Tally tally(CrashHarness harness) {
        return new Tally(harness.bootstrapServers(), CrashHarness.OUTPUT, CrashHarness.PARTITIONS);
    }

    private static void expect(int records, Tally tally, ChildJvm child) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
            tally.read(Duration.ofMillis(100));
            return tally.distinct() >= records || !child.isAlive();
        });
        assertThat(tally.distinct()).as(child.tail()).isEqualTo(records);
    }

    /** Writes numbered records to partition 0. */
    private static final class Sender implements AutoCloseable {
        private final KafkaProducer<byte[], byte[]> producer;
        private int sent;

        Sender(CrashHarness harness) {
            producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", harness.bootstrapServers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }

        void send(byte[] value) throws Exception {
            var record = new ProducerRecord<>(CrashHarness.INPUT, 0, "key-0".getBytes(StandardCharsets.UTF_8), value);
            record.headers().add(Tally.NUMBER, ("0:" + sent++).getBytes(StandardCharsets.UTF_8));
            var unused = producer.send(record).get(30, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            producer.close(Duration.ofSeconds(5));
        }
    }
}
