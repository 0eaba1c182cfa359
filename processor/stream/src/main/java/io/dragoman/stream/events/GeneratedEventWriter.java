package io.dragoman.stream.events;

import io.dragoman.engine.Flag;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.Outcome;
import io.dragoman.event.GeneratedText;
import io.dragoman.event.ModelReference;
import io.dragoman.event.ScoredText;
import io.dragoman.event.SourceText;
import java.util.List;
import org.apache.kafka.common.serialization.Serializer;

/** Makes the value written downstream: a function of source record, bundle and options alone, so that a replay writes the same bytes. */
public final class GeneratedEventWriter {
    private final Serializer<GeneratedText> serializer;
    private final String topic;

    /**
     * @param serializer a configured serializer of values
     * @param topic topic written to
     */
    public GeneratedEventWriter(Serializer<GeneratedText> serializer, String topic) {
        this.serializer = serializer;
        this.topic = topic;
    }

    /**
     * Where a source record stood.
     *
     * @param topic its topic
     * @param partition its partition
     * @param offset its offset
     */
    public record Position(String topic, int partition, long offset) {}

    /** The model and the options in effect. */
    public record Origin(ModelIdentity model, String optionsDigest) {}

    /**
     * Serialises a generation.
     *
     * @throws org.apache.kafka.common.errors.SerializationException if the registry refuses the schema or does not answer
     */
    public byte[] write(SourceText source, Outcome.Generated generated, Origin origin, Position position) {
        return serializer.serialize(topic, event(source, generated, origin, position));
    }

    private static GeneratedText event(
            SourceText source, Outcome.Generated generated, Origin origin, Position position) {
        List<ScoredText> hypotheses = generated.hypotheses().stream()
                .map(hypothesis -> new ScoredText(hypothesis.text(), hypothesis.score()))
                .toList();
        String id = source.getId();
        ModelIdentity model = origin.model();
        return GeneratedText.newBuilder()
                .setId(id == null ? position.topic() + "-" + position.partition() + "-" + position.offset() : id)
                .setText(hypotheses.isEmpty() ? "" : hypotheses.getFirst().getText())
                .setHypotheses(hypotheses)
                .setFlags(generated.flags().stream().sorted().map(Flag::name).toList())
                .setModel(new ModelReference(model.name(), model.version(), model.digest()))
                .setOptionsDigest(origin.optionsDigest())
                .setAttributes(new java.util.TreeMap<>(source.getAttributes()))
                .setSourceTopic(position.topic())
                .setSourcePartition(position.partition())
                .setSourceOffset(position.offset())
                .build();
    }
}
