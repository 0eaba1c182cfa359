package io.dragoman.stream.app;

import io.dragoman.event.GeneratedText;
import io.dragoman.event.SourceText;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.demo.DemoParts;
import io.dragoman.stream.topology.RecordObserver;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Gives the demo the same application that {@code run} runs. */
final class DemoWiring implements DemoParts {
    @Override
    public Running start(DragomanConfiguration configuration, BatchObserver observer) {
        Parts parts = new Parts(Monitor.start(configuration));
        try {
            LoadedModels models = parts.keep(LoadedModels.load(
                    configuration.models(), configuration.engine(), parts.monitor.batches(), parts.monitor.tracing()));
            parts.monitor.serving(models.models());
            DragomanApp app = parts.keep(new DragomanApp(
                    configuration,
                    models::routes,
                    observing(parts.monitor, observer),
                    parts.monitor,
                    parts.monitor.tracing()));
            app.start();
            return parts;
        } catch (RuntimeException | Error e) {
            parts.close();
            throw e;
        }
    }

    private static RecordObserver observing(Monitor monitor, BatchObserver observer) {
        return monitor.records()
                .andServed(served ->
                        observer.inferred(served.partition().partition(), served.offset(), served.batchSize()));
    }

    /** What was opened, closed in reverse. */
    private static final class Parts implements Running {
        private final Monitor monitor;
        private @Nullable LoadedModels models;
        private @Nullable DragomanApp app;

        Parts(Monitor monitor) {
            this.monitor = monitor;
        }

        LoadedModels keep(LoadedModels loaded) {
            models = loaded;
            return loaded;
        }

        DragomanApp keep(DragomanApp made) {
            app = made;
            return made;
        }

        @Override
        public int managementPort() {
            return monitor.port();
        }

        @Override
        public void close() {
            if (app != null) {
                app.close();
            }
            if (models != null) {
                models.close();
            }
            monitor.close();
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
