package io.dragoman.registry;

import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;

/** Under which subject a topic's schemas are registered; Confluent's three strategies. */
public enum SubjectNameStrategy {
    /** {@code TOPIC-key} or {@code TOPIC-value}. */
    TOPIC("TopicNameStrategy"),
    /** The schema's full name. */
    RECORD("RecordNameStrategy"),
    /** {@code TOPIC-} and the schema's full name. */
    TOPIC_RECORD("TopicRecordNameStrategy");

    private final String className;

    SubjectNameStrategy(String className) {
        this.className = className;
    }

    /** The strategy that the settings ask for; {@link #TOPIC} when they are silent. */
    static SubjectNameStrategy of(Settings settings, boolean isKey) {
        String key = (isKey ? "key" : "value") + ".subject.name.strategy";
        return of(key, settings.text(key, "TopicNameStrategy"));
    }

    /**
     * The strategy named by the value of {@code key.subject.name.strategy} or {@code value.subject.name.strategy}.
     *
     * @param value Confluent's class name, with or without its package
     */
    private static SubjectNameStrategy of(String key, String value) {
        String simpleName = value.substring(value.lastIndexOf('.') + 1);
        for (SubjectNameStrategy strategy : values()) {
            if (strategy.className.equals(simpleName)) {
                return strategy;
            }
        }
        throw new ConfigException(
                key, value, "expected TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy");
    }

    /**
     * The subject of a schema in a topic.
     *
     * @throws SerializationException when the strategy needs a name and the schema is a union
     */
    public String subject(String topic, boolean isKey, Schema schema) {
        return switch (this) {
            case TOPIC -> topic + (isKey ? "-key" : "-value");
            case RECORD -> name(schema);
            case TOPIC_RECORD -> topic + "-" + name(schema);
        };
    }

    private String name(Schema schema) {
        if (schema.getType() == Schema.Type.UNION) {
            throw new SerializationException(
                    className + " has no name for a union; expected a named schema, or TopicNameStrategy");
        }
        return schema.getFullName();
    }
}
