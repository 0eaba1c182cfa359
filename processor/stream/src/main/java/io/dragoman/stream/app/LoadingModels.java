package io.dragoman.stream.app;

import io.dragoman.engine.BatchListener;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.console.ConsoleModel;
import io.dragoman.stream.route.RouteTable;
import io.dragoman.stream.tracing.Tracing;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models that load on a thread of their own while the application checks broker and registry: a restart after a crash is on the way
 * of every record. Threading: made and closed by one thread; {@link #routes} from any.
 */
final class LoadingModels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoadingModels.class);

    private final FutureTask<LoadedModels> loading;

    /** @param known told of the models once they are loaded */
    LoadingModels(
            DragomanConfiguration configuration,
            BatchListener batches,
            Tracing tracing,
            Consumer<List<ConsoleModel>> known) {
        loading = new FutureTask<>(() -> {
            LoadedModels loaded = LoadedModels.load(configuration.models(), configuration.engine(), batches, tracing);
            known.accept(loaded.models());
            return loaded;
        });
        Thread.ofPlatform().name("dragoman-load").daemon().start(loading);
    }

    /** The models by route, once they are loaded; throws what the loading threw. */
    RouteTable routes() {
        RouteTable routes = loaded().routes();
        routes.routes().forEach(route -> {
            ModelIdentity model = route.model();
            LOG.info("Serving {} {} ({})", model.name(), model.version(), model.digest());
        });
        return routes;
    }

    /** Waits for a load under way, for native memory cannot be freed before. */
    @Override
    public void close() {
        try {
            loaded().close();
        } catch (RuntimeException | Error e) {
            LOG.debug("Nothing was loaded", e); // whoever asked for the routes was told
        }
    }

    private LoadedModels loaded() {
        try {
            return loading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the models were loading", e);
        }
    }
}
