package io.dragoman.stream.app;

import io.dragoman.event.GeneratedText;
import io.dragoman.event.ModelReference;
import io.dragoman.event.SourceText;
import io.dragoman.registry.AvroSerde;
import io.dragoman.registry.RegistryException;
import io.dragoman.stream.config.DragomanConfiguration;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serde;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The serdes of the two events, configured with Confluent's own keys. */
final class EventSerdes {
    private static final Logger LOG = LoggerFactory.getLogger(EventSerdes.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private EventSerdes() {}

    static Serde<SourceText> sources(DragomanConfiguration.Registry registry) {
        return configured(AvroSerde.of(SourceText.class), registry);
    }

    static Serde<GeneratedText> generations(DragomanConfiguration.Registry registry) {
        return configured(AvroSerde.of(GeneratedText.class), registry);
    }

    /**
     * Writes an empty event into the void, which looks up or registers the output's schema. A registry that does not answer yet is asked again
     * until {@code start.timeout} has passed.
     *
     * @param waits told why it is asked again
     * @throws SetupException if the registry does not answer in time or refuses the schema
     */
    static void check(Serde<GeneratedText> generations, DragomanConfiguration configuration, Consumer<String> waits) {
        GeneratedText probe = GeneratedText.newBuilder()
                .setId("")
                .setText("")
                .setHypotheses(List.of())
                .setModel(new ModelReference("", "", ""))
                .build();
        long deadline =
                System.nanoTime() + configuration.lifecycle().startTimeout().toNanos();
        while (true) {
            try {
                generations.serializer().serialize(configuration.output().topic(), probe);
                return;
            } catch (KafkaException e) {
                boolean again = e instanceof RegistryException registry && registry.retriable();
                if (!again
                        || System.nanoTime() + PAUSE.toNanos() > deadline
                        || Thread.currentThread().isInterrupted()) {
                    throw refused(configuration, e);
                }
                waits.accept(String.valueOf(e.getMessage()));
                LOG.info("The schema registry does not answer yet: {}", e.getMessage());
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static SetupException refused(DragomanConfiguration configuration, KafkaException e) {
        return new SetupException(
                "The schema registry at " + configuration.registry().shownUrl() + " did not take the schema of topic "
                        + configuration.output().topic() + ": " + e.getMessage()
                        + ". Check schema-registry.url and its credentials",
                e);
    }

    private static <T> Serde<T> configured(Serde<T> serde, DragomanConfiguration.Registry registry) {
        Map<String, Object> keys = new HashMap<>(registry.serdeKeys());
        keys.putIfAbsent("specific.avro.reader", "true");
        serde.configure(keys, false);
        return serde;
    }
}
