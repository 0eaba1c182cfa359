package io.dragoman.stream.demo;

import io.dragoman.event.GeneratedText;
import io.dragoman.event.SourceText;
import io.dragoman.registry.AvroSerde;
import io.dragoman.stream.app.DragomanApp;
import io.dragoman.stream.app.LoadedModels;
import io.dragoman.stream.config.DragomanConfiguration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** The shipped application and serdes. */
final class ShippedParts implements DemoParts {

    @Override
    public AutoCloseable start(DragomanConfiguration configuration, BatchObserver observer) {
        LoadedModels models = LoadedModels.load(configuration.models(), configuration.engine());
        DragomanApp app = new DragomanApp(
                configuration,
                models.routes(),
                (partition, offset, reason, batchSize) -> observer.inferred(partition.partition(), offset, batchSize));
        try {
            app.start();
        } catch (RuntimeException | Error e) {
            app.close();
            models.close();
            throw e;
        }
        return () -> {
            app.close();
            models.close();
        };
    }

    @Override
    public Serializer<SourceText> sourceSerializer(DragomanConfiguration.Registry registry) {
        return configured(AvroSerde.of(SourceText.class), registry).serializer();
    }

    @Override
    public Deserializer<GeneratedText> resultDeserializer(DragomanConfiguration.Registry registry) {
        return configured(AvroSerde.of(GeneratedText.class), registry).deserializer();
    }

    private static <T> Serde<T> configured(Serde<T> serde, DragomanConfiguration.Registry registry) {
        Map<String, Object> keys = new HashMap<>(registry.serdeKeys());
        keys.put("specific.avro.reader", "true");
        serde.configure(keys, false);
        return serde;
    }
}
