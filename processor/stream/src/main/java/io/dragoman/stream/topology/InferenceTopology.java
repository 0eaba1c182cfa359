package io.dragoman.stream.topology;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The topology: {@code source → inference → output | dead-letters}. Keys and values are bytes throughout; the processor decodes the value
 * itself, so that what cannot be decoded gets a reason like every other record.
 */
public final class InferenceTopology {
    /** Name of the sink for generated texts. */
    static final String OUTPUT = "output";
    /** Name of the sink for dead letters. */
    static final String DEAD_LETTERS = "dead-letters";

    private static final String SOURCE = "source";
    private static final String INFERENCE = "inference";

    private InferenceTopology() {}

    /**
     * Builds the topology.
     *
     * @param inputTopics source topics
     * @param outputTopic topic of the generated texts
     * @param deadLetterTopic topic of the dead letters
     * @param parts what every processor works with
     */
    public static Topology build(
            List<String> inputTopics, String outputTopic, String deadLetterTopic, InferenceParts parts) {
        var bytes = new ByteArrayDeserializer();
        var written = new ByteArraySerializer();
        return new Topology()
                .addSource(
                        (AutoOffsetReset) null,
                        SOURCE,
                        new LenientTimestamps(),
                        bytes,
                        bytes,
                        inputTopics.toArray(String[]::new))
                .addProcessor(INFERENCE, supplier(parts), SOURCE)
                .addSink(OUTPUT, outputTopic, written, written, INFERENCE)
                .addSink(DEAD_LETTERS, deadLetterTopic, written, written, INFERENCE);
    }

    private static ProcessorSupplier<byte[], byte[], byte[], byte[]> supplier(InferenceParts parts) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], byte[]> get() {
                return new InferenceProcessor(parts);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(ProcessIdAnchor.builder());
            }
        };
    }
}
