package io.dragoman.stream.app;

import io.dragoman.engine.BatchListener;
import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.OverlongPolicy;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.engine.model.DecoderLoop;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.GpuMemory;
import io.dragoman.engine.schedule.BatchScheduler;
import io.dragoman.engine.schedule.SchedulerOptions;
import io.dragoman.engine.schedule.Ticket;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.console.ConsoleModel;
import io.dragoman.stream.route.Route;
import io.dragoman.stream.route.RouteTable;
import io.dragoman.stream.tracing.Tracing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * The models of the application, loaded and warm, each with its scheduler. Loading before Kafka Streams starts keeps errors of native libraries
 * away from the stream threads.
 *
 * <p>Threading: the routes are for all threads; closed by the one that loaded.
 */
public final class LoadedModels implements AutoCloseable {
    private final RouteTable routes;
    private final List<ConsoleModel> models;
    private final Deque<AutoCloseable> owned;

    private LoadedModels(RouteTable routes, List<ConsoleModel> models, Deque<AutoCloseable> owned) {
        this.routes = routes;
        this.models = List.copyOf(models);
        this.owned = owned;
    }

    /**
     * Loads and warms up every bundle.
     *
     * @throws io.dragoman.engine.EngineException if a bundle is missing, corrupt or cannot be run
     * @throws IllegalArgumentException if two bundles have the same model name
     */
    public static LoadedModels load(List<Path> bundles, DragomanConfiguration.Engine settings) {
        return load(bundles, settings, BatchListener.NONE, Tracing.OFF);
    }

    /** As {@link #load(List, DragomanConfiguration.Engine)}, with somebody told of every batch, those of the warm-up too. */
    static LoadedModels load(
            List<Path> bundles, DragomanConfiguration.Engine settings, BatchListener batches, Tracing tracing) {
        Deque<AutoCloseable> owned = new ArrayDeque<>();
        List<Route> routes = new ArrayList<>();
        List<ConsoleModel> models = new ArrayList<>();
        try {
            for (Path bundle : bundles) {
                Seq2SeqEngine engine = Seq2SeqEngine.load(bundle, engineOptions(settings), tracing.follow(batches));
                owned.push(engine);
                engine.warmUp();
                BatchScheduler scheduler = new BatchScheduler(
                        tracing.follow(engine.model(), engine::generate), schedulerOptions(settings));
                owned.push(scheduler);
                routes.add(new Route(engine.model(), engine.placement(), queue(scheduler), engine::optionsDigest));
                models.add(new ConsoleModel(engine.model(), ModelCard.of(bundle), engine::explain));
            }
            return new LoadedModels(new RouteTable(routes), models, owned);
        } catch (RuntimeException | Error e) {
            close(owned);
            throw e;
        }
    }

    /** The models by route. */
    public RouteTable routes() {
        return routes;
    }

    /** The models as the console shows them. */
    List<ConsoleModel> models() {
        return models;
    }

    @Override
    public void close() {
        close(owned);
    }

    static EngineOptions engineOptions(DragomanConfiguration.Engine settings) {
        return new EngineOptions(
                Device.of(settings.device()),
                new GpuMemory(
                        settings.gpuMemoryLimit(),
                        GpuMemory.Growth.valueOf(settings.gpuMemoryGrowth()
                                .toUpperCase(Locale.ROOT)
                                .replace('-', '_'))),
                DecoderLoop.of(settings.decoderLoop()),
                settings.intraOpThreads(),
                settings.maxBatchSize(),
                settings.batchDeadline(),
                OverlongPolicy.valueOf(settings.overlong().toUpperCase(Locale.ROOT)));
    }

    private static SchedulerOptions schedulerOptions(DragomanConfiguration.Engine settings) {
        return new SchedulerOptions(
                settings.maxBatchSize(), settings.queueCapacity(), settings.window(), settings.workers());
    }

    static Route.Queue queue(BatchScheduler scheduler) {
        return new Route.Queue() {
            @Override
            public List<Ticket> lookAhead(List<GenerationRequest> requests) {
                return scheduler.lookAhead(requests);
            }

            @Override
            public Ticket submit(GenerationRequest request) {
                return scheduler.submit(request);
            }

            @Override
            public int depth() {
                return scheduler.lookAheadSize();
            }

            @Override
            public Duration longestRunning() {
                return scheduler.longestRunning();
            }
        };
    }

    private static void close(Deque<AutoCloseable> owned) {
        while (!owned.isEmpty()) {
            try {
                owned.pop().close();
            } catch (Exception e) {
                org.slf4j.LoggerFactory.getLogger(LoadedModels.class).warn("A model was not closed cleanly", e);
            }
        }
    }
}
