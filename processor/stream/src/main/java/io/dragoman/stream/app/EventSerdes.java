package io.dragoman.stream.app;

import io.dragoman.event.GeneratedText;
import io.dragoman.event.ModelReference;
import io.dragoman.event.SourceText;
import io.dragoman.registry.AvroSerde;
import io.dragoman.stream.config.DragomanConfiguration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serde;

/** The serdes of the two events, configured with Confluent's own keys. */
final class EventSerdes {
    private EventSerdes() {}

    static Serde<SourceText> sources(DragomanConfiguration.Registry registry) {
        return configured(AvroSerde.of(SourceText.class), registry);
    }

    static Serde<GeneratedText> generations(DragomanConfiguration.Registry registry) {
        return configured(AvroSerde.of(GeneratedText.class), registry);
    }

    /**
     * Writes an empty event into the void, which looks up or registers the output's schema.
     *
     * @throws SetupException if the registry does not answer or refuses the schema
     */
    static void check(Serde<GeneratedText> generations, DragomanConfiguration configuration) {
        GeneratedText probe = GeneratedText.newBuilder()
                .setId("")
                .setText("")
                .setHypotheses(List.of())
                .setModel(new ModelReference("", "", ""))
                .build();
        try {
            generations.serializer().serialize(configuration.output().topic(), probe);
        } catch (KafkaException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw new SetupException(
                    "The schema registry at " + configuration.registry().url() + " did not take the schema of topic "
                            + configuration.output().topic() + ": " + e.getMessage() + " (" + cause
                            + "). Check schema-registry.url and its credentials",
                    e);
        }
    }

    private static <T> Serde<T> configured(Serde<T> serde, DragomanConfiguration.Registry registry) {
        Map<String, Object> keys = new HashMap<>(registry.serdeKeys());
        keys.putIfAbsent("specific.avro.reader", "true");
        serde.configure(keys, false);
        return serde;
    }
}
