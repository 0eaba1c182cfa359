package io.dragoman.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryRetriesTest {
    private static final Schema INT = Schema.create(Schema.Type.INT);
    private static final int FOR_EVER = Integer.MAX_VALUE;

    private WatchedRegistry registry;
    private WatchedRegistry other;

    @BeforeEach
    void start() throws Exception {
        registry = WatchedRegistry.start();
        other = WatchedRegistry.start();
    }

    @AfterEach
    void stop() {
        registry.close();
        other.close();
    }

    private SchemaRegistry both(Map<String, ?> more) {
        Map<String, Object> configuration = registry.configuration(more);
        configuration.put("schema.registry.url", registry.url() + "," + other.url() + "/");
        return SchemaRegistry.connect(configuration);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void troubleThatPassesIsTriedAgain(int status) {
        registry.fail(2, status);
        try (SchemaRegistry client = registry.connect(Map.of())) {
            assertThat(client.register("s", INT, false)).isEqualTo(1);
        }
        assertThat(registry.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void retriesAreCounted(int retries) {
        registry.fail(FOR_EVER, 503);
        try (SchemaRegistry client = registry.connect(Map.of("max.retries", retries))) {
            assertThatThrownBy(() -> client.register("s", INT, false))
                    .isInstanceOfSatisfying(RegistryException.class, e -> {
                        assertThat(e.status()).isEqualTo(503);
                        assertThat(e.retriable()).isTrue();
                    })
                    .hasMessageContaining(retries == 0 ? "HTTP 503" : "the last of " + (retries + 1) + " attempts");
        }
        assertThat(registry.requests()).hasSize(1 + retries);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 409, 422, 501})
    void refusalsAreNotTriedAgain(int status) {
        registry.fail(FOR_EVER, status);
        try (SchemaRegistry client = both(Map.of())) {
            assertThatThrownBy(() -> client.register("s", INT, false))
                    .isInstanceOfSatisfying(
                            RegistryException.class, e -> assertThat(e.status()).isEqualTo(status));
        }
        assertThat(registry.requests()).hasSize(1);
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void theNextAddressAnswersAtOnceAndIsAskedFirstFromThenOn() {
        registry.fail(FOR_EVER, 503);
        try (SchemaRegistry client = both(Map.of("retries.wait.ms", 60_000))) {
            assertThat(client.register("s", INT, false)).isEqualTo(1);
            assertThat(client.register("t", INT, false)).isEqualTo(1);
            assertThat(registry.requests()).hasSize(1);
            assertThat(other.requests()).hasSize(2);

            registry.fail(0, 503);
            other.close();
            assertThat(client.register("u", INT, false)).isEqualTo(1);
            assertThat(registry.requests()).hasSize(2);
        }
    }

    @Test
    void aRoundAsksEveryAddressOnce() {
        registry.fail(FOR_EVER, 503);
        other.fail(FOR_EVER, 502);
        try (SchemaRegistry client = both(Map.of("max.retries", 2))) {
            assertThatThrownBy(() -> client.latest("s"))
                    .hasMessageContaining(other.url())
                    .hasMessageContaining("the last of 6 attempts");
        }
        assertThat(registry.requests()).hasSize(3);
        assertThat(other.requests()).hasSize(3);
    }

    @Test
    void theBudgetEndsTheRetries() {
        registry.fail(FOR_EVER, 503);
        Map<String, Integer> keys = Map.of("max.retries", 1000, "retries.wait.ms", 200, "request.budget.ms", 300);
        try (SchemaRegistry client = registry.connect(keys)) {
            assertThatThrownBy(() -> client.register("s", INT, false)).isInstanceOf(RegistryException.class);
        }
        assertThat(registry.requests()).hasSizeBetween(1, 2); // at 0 and 200 ms; the next pause would end at 600 ms
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUp() {
        CountDownLatch never = new CountDownLatch(1);
        registry.before(() -> await(never));
        try (SchemaRegistry client = registry.connect(Map.of("http.read.timeout.ms", 50, "max.retries", 1))) {
            assertThatThrownBy(() -> client.register("s", INT, false))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            e -> assertThat(e.retriable()).isTrue())
                    .hasMessageContaining("no answer within 50 ms (the last of 2 attempts)");
        } finally {
            never.countDown();
        }
    }

    @Test
    void nobodyListeningSaysSo() {
        registry.close();
        try (SchemaRegistry client = registry.connect(Map.of())) {
            assertThatThrownBy(() -> client.schemaById(1))
                    .hasMessage(
                            "GET " + registry.url() + "/schemas/ids/1: connection refused (the last of 4 attempts)");
        }
        try (SchemaRegistry client =
                registry.connect(Map.of("schema.registry.url", "http://registry.invalid:8081", "max.retries", 0))) {
            assertThatThrownBy(() -> client.schemaById(1))
                    .hasMessage("GET http://registry.invalid:8081/schemas/ids/1: unknown host");
        }
    }

    @Test
    void anInterruptedThreadStopsWaiting() throws Exception {
        registry.fail(FOR_EVER, 503);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        try (SchemaRegistry client =
                registry.connect(Map.of("retries.wait.ms", 60_000, "request.budget.ms", 600_000))) {
            Thread thread = Thread.ofPlatform().start(() -> {
                try {
                    thrown.set(new AssertionError(client.schemaById(1).toString()));
                } catch (RegistryException e) {
                    thrown.set(e);
                }
            });
            Awaitility.await()
                    .until(() -> thread.getState() == Thread.State.TIMED_WAITING
                            && !registry.requests().isEmpty());
            thread.interrupt();
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(thrown.get()).isInstanceOf(RegistryException.class).hasMessageContaining("interrupted");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
