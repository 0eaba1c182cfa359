package io.dragoman.stream.demo;

import io.dragoman.event.GeneratedText;
import io.dragoman.event.SourceText;
import io.dragoman.stream.config.DragomanConfiguration;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** What the demo shows but does not make: the application itself and the events' serdes. */
public interface DemoParts {

    /**
     * Starts the application; it runs until it is closed.
     *
     * @throws Exception with a message for people if it cannot start
     */
    Running start(DragomanConfiguration configuration, BatchObserver observer) throws Exception;

    /** An application that runs. */
    interface Running extends AutoCloseable {
        /** The port on 127.0.0.1 with health and metrics. */
        int managementPort();

        @Override
        void close();
    }

    /** A serializer of source values. */
    Serializer<SourceText> sourceSerializer(DragomanConfiguration.Registry registry);

    /** A deserializer of generated values. */
    Deserializer<GeneratedText> resultDeserializer(DragomanConfiguration.Registry registry);

    /** Told the size of the batch that each source record was inferred in. Threading: called by stream threads. */
    @FunctionalInterface
    interface BatchObserver {
        /** The record at this place of the input shared its batch with {@code batchSize - 1} others. */
        void inferred(int partition, long offset, int batchSize);
    }
}
