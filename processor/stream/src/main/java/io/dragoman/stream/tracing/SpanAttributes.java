package io.dragoman.stream.tracing;

import io.opentelemetry.api.common.AttributeKey;

/** Names of attributes: OpenTelemetry's semantic conventions for messaging, which are not stable yet, and the application's own. */
final class SpanAttributes {
    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("messaging.operation.name");
    static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    static final AttributeKey<String> PARTITION = AttributeKey.stringKey("messaging.destination.partition.id");
    static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");
    static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
    static final AttributeKey<Long> BODY_SIZE = AttributeKey.longKey("messaging.message.body.size");
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("dragoman.outcome");
    static final AttributeKey<Boolean> LOOKED_AHEAD = AttributeKey.booleanKey("dragoman.lookahead");
    static final AttributeKey<String> MODEL = AttributeKey.stringKey("dragoman.model.name");
    static final AttributeKey<String> MODEL_VERSION = AttributeKey.stringKey("dragoman.model.version");
    static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("dragoman.batch.size");
    static final AttributeKey<Long> BATCH_FAILED = AttributeKey.longKey("dragoman.batch.failed");
    static final AttributeKey<Long> BEAM_SIZE = AttributeKey.longKey("dragoman.beam_size");
    static final AttributeKey<Long> SOURCE_TOKENS = AttributeKey.longKey("dragoman.tokens.source");
    static final AttributeKey<Long> PADDING_TOKENS = AttributeKey.longKey("dragoman.tokens.padding");
    static final AttributeKey<Long> TARGET_TOKENS = AttributeKey.longKey("dragoman.tokens.target");
    static final AttributeKey<Long> STEPS = AttributeKey.longKey("dragoman.steps");

    private SpanAttributes() {}
}
