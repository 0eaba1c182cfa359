package io.dragoman.k8s;

import io.dragoman.event.GeneratedText;
import io.dragoman.registry.AvroSerde;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** What was committed to the output so far, by the sentences' numbers. For one thread. */
final class Served implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> reader;
    private final AvroSerde<GeneratedText> serde = AvroSerde.of(GeneratedText.class);
    private final Set<String> seen = new HashSet<>();
    private int doubled;

    Served(Cluster cluster) {
        serde.configure(Map.of("schema.registry.url", cluster.registry(), "specific.avro.reader", "true"), false);
        reader = cluster.reader("translations");
    }

    /** Reads until so many different sentences were served, or the time is over. */
    void await(int count, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (seen.size() < count && System.nanoTime() < end) {
            poll();
        }
    }

    /** Reads what else there is: two seconds for what should not come. */
    void drain() {
        for (int i = 0; i < 10; i++) {
            poll();
        }
    }

    int count() {
        return seen.size();
    }

    int doubled() {
        return doubled;
    }

    private void poll() {
        for (var record : reader.poll(Duration.ofMillis(200))) {
            GeneratedText text = serde.deserializer().deserialize("translations", record.value());
            if (!seen.add(String.valueOf(text.getId()))) {
                doubled++;
            }
        }
    }

    @Override
    public void close() {
        reader.close();
        serde.close();
    }
}
