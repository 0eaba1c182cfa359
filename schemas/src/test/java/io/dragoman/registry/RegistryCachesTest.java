package io.dragoman.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryCachesTest {
    private static final Schema INT = Schema.create(Schema.Type.INT);

    private WatchedRegistry registry;

    @BeforeEach
    void start() throws Exception {
        registry = WatchedRegistry.start();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private static Schema record(String name) {
        return SchemaBuilder.record(name).fields().requiredInt("a").endRecord();
    }

    @ParameterizedTest
    @ValueSource(strings = {"register", "lookup", "byId", "latest"})
    void fortyThreadsMakeOneRequest(String call) throws Exception {
        assertThat(registry.registry().register("s", INT, false)).isEqualTo(1);
        CountDownLatch allAsking = new CountDownLatch(1);
        registry.before(() -> {
            try {
                allAsking.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        ConcurrentLinkedQueue<Object> answers = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        try (SchemaRegistry client = registry.connect(Map.of())) {
            for (int i = 0; i < 40; i++) {
                threads.add(Thread.ofPlatform()
                        .start(() -> answers.add(
                                switch (call) {
                                    case "register" -> client.register("s", INT, false);
                                    case "lookup" -> client.lookup("s", INT, false);
                                    case "byId" -> client.schemaById(1);
                                    default -> client.latest("s");
                                })));
            }
            Awaitility.await()
                    .until(() -> threads.stream()
                            .allMatch(t -> t.getState() == Thread.State.WAITING
                                    || t.getState() == Thread.State.TIMED_WAITING));
            allAsking.countDown();
            for (Thread thread : threads) {
                assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
            }
        }
        assertThat(answers).hasSize(40).containsOnly(answers.element());
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void theLeastRecentlyUsedSchemaLeavesAFullCache() {
        for (String name : List.of("A", "B", "C")) {
            assertThat(registry.registry().register(name, record(name), false)).isPositive();
        }
        try (SchemaRegistry client = registry.connect(Map.of("max.schemas.per.subject", 2))) {
            for (int id : new int[] {1, 2, 1, 3, 1, 3, 2}) {
                assertThat(client.schemaById(id)).isNotNull();
            }
        }
        assertThat(registry.requests())
                .containsExactly(
                        "GET /schemas/ids/1", "GET /schemas/ids/2", "GET /schemas/ids/3", "GET /schemas/ids/2");
    }

    @Test
    void theNewestVersionIsAskedForAgainWhenItsTimeIsUp() {
        assertThat(registry.registry().register("s", INT, false)).isEqualTo(1);
        try (SchemaRegistry always = registry.connect(Map.of("latest.cache.ttl.sec", 0));
                SchemaRegistry never = registry.connect(Map.of("latest.cache.ttl.sec", -1))) {
            for (int i = 0; i < 3; i++) {
                assertThat(always.latest("s").version()).isEqualTo(1);
                assertThat(never.latest("s").version()).isEqualTo(1);
            }
        }
        assertThat(registry.requests()).hasSize(3 + 1);
    }

    @Test
    void aMissIsRememberedForItsTimeAndAFailureIsNot() {
        try (SchemaRegistry client = registry.connect(Map.of("missing.id.cache.ttl.sec", 600, "max.retries", 0))) {
            registry.fail(1, 500);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> client.schemaById(1)).isInstanceOf(RegistryException.class);
            }
            assertThat(registry.requests()).hasSize(2);
        }
        try (SchemaRegistry client = registry.connect(Map.of("missing.id.cache.ttl.sec", 0))) {
            assertThatThrownBy(() -> client.schemaById(1)).isInstanceOf(RegistryException.class);
            assertThat(registry.registry().register("s", INT, false)).isEqualTo(1);
            assertThat(client.schemaById(1)).isEqualTo(INT);
        }
    }

    @Test
    void timesAreKeptToTheNanosecond() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // the clock may pass the largest number
        AtomicInteger loads = new AtomicInteger();
        LoadingCache<String, Integer> cache =
                new LoadingCache<>(2, Duration.ofNanos(10), Duration.ZERO, key -> loads.incrementAndGet(), now::get);
        assertThat(cache.get("a")).isEqualTo(1);
        now.addAndGet(9);
        assertThat(cache.get("a")).isEqualTo(1);
        now.addAndGet(1);
        assertThat(cache.get("a")).isEqualTo(2);
        for (int i = 0; i < 100; i++) {
            assertThat(cache.get("key " + i)).isPositive();
            assertThat(cache.size()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aLoaderToldToStopDoesNotStopTheOthers() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        AtomicInteger loads = new AtomicInteger();
        LoadingCache<String, Integer> cache = new LoadingCache<>(2, null, Duration.ZERO, key -> {
            if (loads.incrementAndGet() > 1) {
                return 7;
            }
            try {
                loading.countDown();
                new CountDownLatch(1).await();
                return 0;
            } catch (InterruptedException e) {
                throw new RegistryException("interrupted", e, true);
            }
        });
        Thread first = Thread.ofPlatform()
                .start(() -> assertThatThrownBy(() -> cache.get("a")).hasMessage("interrupted"));
        loading.await();
        ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
        Thread second = Thread.ofPlatform().start(() -> answers.add(cache.get("a")));
        Awaitility.await().until(() -> second.getState() == Thread.State.WAITING);
        first.interrupt();
        assertThat(second.join(Duration.ofSeconds(10))).isTrue();
        assertThat(answers).containsExactly(7);
    }
}
