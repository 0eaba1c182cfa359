package io.dragoman.stream.demo;

import io.dragoman.event.GeneratedText;
import io.dragoman.event.SourceText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The demo's two ends: a producer of sentences, and a reader of the committed results and dead letters on a thread of
 * its own. Threading: {@link #send} by one thread; {@code answers} is called on the reader's thread.
 */
final class Exchange implements AutoCloseable {

    private static final String NUMBER = "demo-number";
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private record Sent(String text, long nanos) {}

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Serializer<SourceText> serializer;
    private final Deserializer<GeneratedText> deserializer;
    private final Consumer<Answer> answers;
    private final Consumer<RuntimeException> failures;
    private final Map<Integer, Sent> waiting = new ConcurrentHashMap<>();
    private final Map<String, Integer> batchSizes = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final Thread reader;
    private volatile boolean closed;

    Exchange(
            String bootstrapServers,
            Serializer<SourceText> serializer,
            Deserializer<GeneratedText> deserializer,
            Consumer<Answer> answers,
            Consumer<RuntimeException> failures) {
        this.serializer = serializer;
        this.deserializer = deserializer;
        this.answers = answers;
        this.failures = failures;
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "delivery.timeout.ms",
                        30_000,
                        "request.timeout.ms",
                        10_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "fetch.max.wait.ms",
                        50),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        reader = new Thread(this::read, "demo-reader");
    }

    /** Begins to read, from the beginning of both topics. */
    void start() {
        List<TopicPartition> partitions = List.of(DemoTopics.OUTPUT, DemoTopics.DEAD_LETTERS).stream()
                .flatMap(topic -> java.util.stream.IntStream.range(0, DemoTopics.PARTITIONS)
                        .mapToObj(partition -> new TopicPartition(topic, partition)))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        reader.start();
    }

    /** Sends a sentence and says its number. */
    int send(String text) {
        int number = next.getAndIncrement();
        SourceText event = SourceText.newBuilder().setText(text).build();
        byte[] value = serializer.serialize(DemoTopics.INPUT, event);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(DemoTopics.INPUT, number % DemoTopics.PARTITIONS, null, value);
        record.headers().add(NUMBER, Integer.toString(number).getBytes(StandardCharsets.UTF_8));
        waiting.put(number, new Sent(text, System.nanoTime()));
        var unused = producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                failures.accept(new DemoException("A sentence could not be sent: " + failure.getMessage(), failure));
            }
        });
        return number;
    }

    /** The application inferred a record in a batch of this size. */
    void inferred(int partition, long offset, int batchSize) {
        batchSizes.put(partition + "-" + offset, batchSize);
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            reader.join(CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE);
    }

    private void read() {
        try (consumer) {
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    accept(record);
                }
            }
        } catch (WakeupException e) {
            // closed
        } catch (RuntimeException e) {
            failures.accept(e);
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        String number = header(record, NUMBER);
        Sent sent = number.isEmpty() ? null : waiting.remove(Integer.parseInt(number));
        if (sent == null) {
            return; // not one of this demo's
        }
        Duration latency = Duration.ofNanos(System.nanoTime() - sent.nanos());
        boolean translated = record.topic().equals(DemoTopics.OUTPUT);
        String text;
        Integer batchSize = null;
        if (translated) {
            GeneratedText event = deserializer.deserialize(record.topic(), record.value());
            text = event.getText();
            batchSize = batchSizes.remove(event.getSourcePartition() + "-" + event.getSourceOffset());
        } else {
            text = header(record, "dragoman.reason") + ": " + header(record, "__streams.errors.message");
        }
        answers.accept(new Answer(
                Integer.parseInt(number), sent.text(), text, translated, latency, batchSize == null ? 0 : batchSize));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
