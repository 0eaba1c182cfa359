package io.dragoman.registry;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded map, least recently used out first, that loads what it lacks: once a key, however many threads ask.
 *
 * <p>A failed load is forgotten, except that a registry's "not found" is kept for {@code notFoundTtl}. Threading: safe;
 * the loader runs on the first asker's thread and outside the lock.
 */
final class LoadingCache<K, V> {
    private final Function<? super K, ? extends V> loader;
    private final LongSupplier clock;
    private final @Nullable Duration ttl;
    private final Duration notFoundTtl;
    private final Map<K, Load<V>> entries;

    /**
     * Creates an empty cache.
     *
     * @param capacity largest number of entries
     * @param ttl how long a value is good; null: for ever
     * @param notFoundTtl how long "not found" is good; zero: not at all
     */
    LoadingCache(int capacity, @Nullable Duration ttl, Duration notFoundTtl, Function<? super K, ? extends V> loader) {
        this(capacity, ttl, notFoundTtl, loader, System::nanoTime);
    }

    /**
     * Creates an empty cache with its own clock.
     *
     * @param clock nanoseconds since some moment
     */
    LoadingCache(
            int capacity,
            @Nullable Duration ttl,
            Duration notFoundTtl,
            Function<? super K, ? extends V> loader,
            LongSupplier clock) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity: found " + capacity + ", expected 1 or more");
        }
        this.loader = loader;
        this.clock = clock;
        this.ttl = ttl;
        this.notFoundTtl = notFoundTtl;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Load<V>> eldest) {
                return size() > capacity;
            }
        };
    }

    V get(K key) {
        while (true) {
            Load<V> entry;
            boolean mine = false;
            synchronized (entries) {
                entry = entries.get(key);
                if (entry == null || expired(entry)) {
                    entry = new Load<>();
                    entries.put(key, entry);
                    mine = true;
                }
            }
            if (mine) {
                load(key, entry);
            }
            try {
                return entry.await();
            } catch (RuntimeException e) {
                if (mine || !(e.getCause() instanceof InterruptedException)) {
                    throw e;
                }
                // Another thread was loading and was told to stop. This one was not: it loads for itself.
            }
        }
    }

    int size() {
        synchronized (entries) {
            return entries.size();
        }
    }

    private void load(K key, Load<V> entry) {
        try {
            V value = loader.apply(key);
            if (ttl != null) {
                entry.keepFor(ttl, clock.getAsLong());
            }
            entry.future.complete(value);
        } catch (RuntimeException | Error e) {
            if (e instanceof RegistryException r && r.notFound() && notFoundTtl.isPositive()) {
                entry.keepFor(notFoundTtl, clock.getAsLong());
            } else {
                forget(key, entry);
            }
            entry.future.completeExceptionally(e);
        }
    }

    private boolean expired(Load<V> entry) {
        return entry.expired(clock.getAsLong());
    }

    private void forget(K key, Load<V> entry) {
        synchronized (entries) {
            entries.remove(key, entry);
        }
    }

    private static final class Load<V> {
        final CompletableFuture<V> future = new CompletableFuture<>();
        private volatile long loadedAt;
        private volatile long keepNanos = Long.MAX_VALUE;

        void keepFor(Duration duration, long now) {
            loadedAt = now;
            keepNanos = duration.toNanos();
        }

        boolean expired(long now) {
            return future.isDone() && keepNanos != Long.MAX_VALUE && now - loadedAt >= keepNanos;
        }

        V await() {
            try {
                return future.join();
            } catch (CompletionException e) {
                Throwable cause = e.getCause();
                if (cause instanceof RuntimeException failure) {
                    throw failure;
                }
                if (cause instanceof Error failure) {
                    throw failure;
                }
                throw e;
            }
        }
    }
}
