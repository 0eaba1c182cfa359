package io.dragoman.stream.app;

import io.dragoman.event.GeneratedText;
import io.dragoman.event.SourceText;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.demo.DemoParts;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Gives the demo the same application that {@code run} runs. */
final class DemoWiring implements DemoParts {
    @Override
    public AutoCloseable start(DragomanConfiguration configuration, BatchObserver observer) {
        LoadedModels models = LoadedModels.load(configuration.models(), configuration.engine());
        DragomanApp app = new DragomanApp(
                configuration,
                models.routes(),
                (partition, offset, reason, batchSize) -> observer.inferred(partition.partition(), offset, batchSize));
        AutoCloseable both = () -> {
            app.close();
            models.close();
        };
        try {
            app.start();
            return both;
        } catch (RuntimeException | Error e) {
            app.close();
            models.close();
            throw e;
        }
    }

    @Override
    public Serializer<SourceText> sourceSerializer(DragomanConfiguration.Registry registry) {
        return EventSerdes.sources(registry).serializer();
    }

    @Override
    public Deserializer<GeneratedText> resultDeserializer(DragomanConfiguration.Registry registry) {
        return EventSerdes.generations(registry).deserializer();
    }
}
