package io.dragoman.stream.topology;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * A store that holds nothing and calls itself persistent. A topology with a persistent store makes Kafka Streams keep its process id in the
 * state directory, and with it the transactional id: after a crash the new process fences its own open transaction at once instead of
 * waiting 11-20 s for its timeout. (A RocksDB store does the same and costs each start its native library and a database a partition.)
 */
public final class ProcessIdAnchor implements StateStore {
    private static final String NAME = "process-id-anchor";

    private boolean open;

    private ProcessIdAnchor() {}

    /** Builds anchors: one a task, without cache and changelog. */
    public static StoreBuilder<?> builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private static final class Builder implements StoreBuilder<ProcessIdAnchor> {
        @Override
        public StoreBuilder<ProcessIdAnchor> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<ProcessIdAnchor> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<ProcessIdAnchor> withLoggingEnabled(Map<String, String> config) {
            return this;
        }

        @Override
        public StoreBuilder<ProcessIdAnchor> withLoggingDisabled() {
            return this;
        }

        @Override
        public ProcessIdAnchor build() {
            return new ProcessIdAnchor();
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public String name() {
            return NAME;
        }
    }
}
