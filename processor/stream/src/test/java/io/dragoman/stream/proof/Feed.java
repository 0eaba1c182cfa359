package io.dragoman.stream.proof;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes numbered records round-robin to the input's partitions at a steady rate until it is told that no kill is left,
 * then the rest at once. A record's key is its partition's, so that one output partition carries its order. Threading:
 * runs on a thread of its own; {@link #hurry} comes from another.
 */
final class Feed implements AutoCloseable {
    private final Thread thread;
    private final AtomicBoolean hurry = new AtomicBoolean();
    private final AtomicReference<Exception> failed = new AtomicReference<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger sent = new AtomicInteger();

    /**
     * @param least records that are written at least
     * @param perSecond rate before {@link #hurry}
     * @param value value of the n-th record
     */
    Feed(String bootstrapServers, int partitions, int least, int perSecond, IntFunction<byte[]> value) {
        thread = new Thread(
                () -> {
                    try (var producer = new KafkaProducer<>(
                            Map.<String, Object>of("bootstrap.servers", bootstrapServers, "linger.ms", 5),
                            new ByteArraySerializer(),
                            new ByteArraySerializer())) {
                        long start = System.nanoTime();
                        for (int n = 0; !stopped.get() && (!hurry.get() || n < least); n++) {
                            send(producer, n, partitions, value.apply(n));
                            sent.incrementAndGet();
                            long due = start + n * TimeUnit.SECONDS.toNanos(1) / perSecond;
                            while (!hurry.get() && !stopped.get() && System.nanoTime() < due) {
                                LockSupport.parkNanos(due - System.nanoTime());
                            }
                        }
                        producer.flush();
                    }
                },
                "feed");
        thread.start();
    }

    /** No kill is left: write what is missing without pause. */
    void hurry() {
        hurry.set(true);
        LockSupport.unpark(thread);
    }

    /** Waits for the end, and says how many records were written. */
    int await() throws InterruptedException {
        thread.join(TimeUnit.MINUTES.toMillis(2));
        if (thread.isAlive()) {
            throw new AssertionError("the feed still writes");
        }
        Exception failure = failed.get();
        if (failure != null) {
            throw new AssertionError("a record of the feed was not written", failure);
        }
        return sent.get();
    }

    @Override
    public void close() {
        stopped.set(true);
        LockSupport.unpark(thread);
    }

    private void send(KafkaProducer<byte[], byte[]> producer, int n, int partitions, byte[] value) {
        int partition = n % partitions;
        byte[] key = ("key-" + partition).getBytes(StandardCharsets.UTF_8);
        var record = new ProducerRecord<>(CrashHarness.INPUT, partition, key, value);
        record.headers().add(Tally.NUMBER, (partition + ":" + n / partitions).getBytes(StandardCharsets.UTF_8));
        var unused = producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                failed.compareAndSet(null, failure);
            }
        });
    }
}
