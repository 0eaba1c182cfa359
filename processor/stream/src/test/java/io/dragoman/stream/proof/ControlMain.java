package io.dragoman.stream.proof;

import io.dragoman.stream.topology.ProcessIdAnchor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The deliberately broken application: it keeps records in a list for {@code LINGER} before it forwards them, so that a
 * commit in between counts them as done. With a linger of 0 it forwards at once and is right. Arguments: bootstrap
 * servers, application id, state directory, linger in milliseconds.
 */
final class ControlMain {
    private ControlMain() {}

    public static void main(String[] arguments) {
        Duration linger = Duration.ofMillis(Long.parseLong(arguments[3]));
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "bootstrap.servers", arguments[0],
                "application.id", arguments[1],
                "state.dir", arguments[2],
                "group.instance.id", "control-1",
                "session.timeout.ms", "6000",
                "heartbeat.interval.ms", "1500",
                "auto.offset.reset", "earliest",
                "processing.guarantee", "exactly_once_v2"));
        ByteArrayDeserializer read = new ByteArrayDeserializer();
        ByteArraySerializer write = new ByteArraySerializer();
        Topology topology = new Topology()
                .addSource("in", read, read, CrashHarness.INPUT)
                .addProcessor("keep", new Supplier(linger), "in")
                .addSink("out", CrashHarness.OUTPUT, write, write, "keep");
        KafkaStreams streams = new KafkaStreams(topology, properties);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(Duration.ofSeconds(10)), "stop"));
        streams.start();
    }

    private record Supplier(Duration linger) implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new Keeping(linger);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(ProcessIdAnchor.builder());
        }
    }

    private static final class Keeping implements Processor<byte[], byte[], byte[], byte[]> {
        private final Duration linger;
        private final List<Record<byte[], byte[]>> kept = new ArrayList<>();
        private @Nullable ProcessorContext<byte[], byte[]> context;

        Keeping(Duration linger) {
            this.linger = linger;
        }

        @Override
        public void init(ProcessorContext<byte[], byte[]> given) {
            context = given;
            if (!linger.isZero()) {
                given.schedule(linger, PunctuationType.WALL_CLOCK_TIME, now -> forward());
            }
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            kept.add(record);
            if (linger.isZero()) {
                forward();
            }
        }

        private void forward() {
            ProcessorContext<byte[], byte[]> given = context;
            if (given != null) {
                kept.forEach(given::forward);
                kept.clear();
            }
        }
    }
}
