package io.dragoman.stream.deadletter;

import io.dragoman.stream.tracing.TraceHeaders;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Streams' three exception handlers in one: writes a dead letter and goes on where the record is to blame, fails where Kafka, the
 * registry or the network is ({@link KafkaException}): such records are read again.
 *
 * <p>Threading: one object a stream thread and kind of handler; stateless after {@link #configure}.
 */
public final class DeadLetterHandler
        implements ProcessingExceptionHandler, DeserializationExceptionHandler, ProductionExceptionHandler {
    /** Key of the configuration entry that holds the {@link DeadLetterWriter} object. */
    public static final String WRITER = "dragoman.dead.letter.writer";

    private @Nullable DeadLetterWriter writer;

    /** Called by Kafka. */
    public DeadLetterHandler() {}

    @Override
    public void configure(Map<String, ?> configuration) {
        if (configuration.get(WRITER) instanceof DeadLetterWriter given) {
            writer = given;
        }
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        return exception instanceof KafkaException
                ? ProcessingExceptionHandler.Response.fail()
                : ProcessingExceptionHandler.Response.resume(
                        letters(context, Fault.PROCESSING_FAILED, exception, record.headers()));
    }

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        return DeserializationExceptionHandler.Response.resume(
                letters(context, Fault.UNDECODABLE, exception, record.headers()));
    }

    @Override
    public ProductionExceptionHandler.Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        DeadLetterWriter given = writer;
        boolean another = given != null && !record.topic().equals(given.topic());
        return exception instanceof RecordTooLargeException && another
                ? ProductionExceptionHandler.Response.resume(
                        letters(context, Fault.OUTPUT_TOO_LARGE, exception, record.headers()))
                : ProductionExceptionHandler.Response.fail();
    }

    /** @param traced headers of the record at hand, in which the trace of its processing stands */
    private List<ProducerRecord<byte[], byte[]>> letters(
            ErrorHandlerContext context, String reason, Exception exception, Headers traced) {
        DeadLetterWriter given = writer;
        if (given == null) {
            throw new IllegalStateException(
                    "Found no " + WRITER + " in the configuration, expected a DeadLetterWriter");
        }
        DeadLetter letter = new DeadLetter(
                context.sourceRawKey(),
                context.sourceRawValue(),
                context.headers() == null ? List.of() : context.headers(),
                context.topic(),
                context.partition(),
                context.offset());
        Long timestamp = context.timestamp() < 0 ? null : context.timestamp();
        ProducerRecord<byte[], byte[]> written = given.record(letter, Fault.thrown(reason, exception), timestamp);
        TraceHeaders.copy(traced, written.headers());
        return List.of(written);
    }
}
