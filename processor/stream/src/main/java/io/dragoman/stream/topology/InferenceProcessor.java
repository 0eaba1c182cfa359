package io.dragoman.stream.topology;

import io.dragoman.engine.Outcome;
import io.dragoman.engine.Reason;
import io.dragoman.engine.schedule.Ticket;
import io.dragoman.stream.deadletter.DeadLetter;
import io.dragoman.stream.deadletter.Fault;
import io.dragoman.stream.events.GeneratedEventWriter.Origin;
import io.dragoman.stream.events.GeneratedEventWriter.Position;
import io.dragoman.stream.events.Reading;
import io.dragoman.stream.lookahead.Prefetched;
import io.dragoman.stream.route.Selection;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Awaits the outcome of its own record and forwards it: generated texts to the output, everything else to the dead letters. Nothing is kept
 * between two calls, so a commit between them loses and doubles nothing.
 */
final class InferenceProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final int RECORD_OVERHEAD_BYTES = 512;

    private final InferenceParts parts;
    private @Nullable ProcessorContext<byte[], byte[]> context;

    InferenceProcessor(InferenceParts parts) {
        this.parts = parts;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> given) {
        context = given;
        forgetPartitions(given);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Call call = new Call(started(), record);
        try {
            serve(call);
        } catch (KafkaException e) {
            throw e; // read again
        } catch (RuntimeException e) {
            parts.observer().served(call.served(Fault.PROCESSING_FAILED, 0)); // a dead letter: see DeadLetterHandler
            throw e;
        }
    }

    private void serve(Call call) {
        Record<byte[], byte[]> record = call.record;
        Prefetched prefetched = parts.lookAheads().ofThread().take(call.partition(), call.position.offset());
        if (prefetched != null) {
            call.lookedAhead = true;
            answer(call, prefetched);
            return;
        }
        switch (parts.reader().read(call.position.topic(), record.headers(), record.value())) {
            case Reading.Undecoded undecoded ->
                reject(call, fault(undecoded.reason(), undecoded, undecoded.message(), null), 0);
            case Reading.Decoded decoded -> {
                switch (parts.routes().select(decoded.event().source())) {
                    case Selection.Unknown unknown ->
                        reject(call, fault(Reason.UNKNOWN_MODEL, unknown, unknown.message(), null), 0);
                    case Selection.Selected selected ->
                        answer(
                                call,
                                new Prefetched(
                                        decoded.event(),
                                        selected.route(),
                                        selected.route()
                                                .queue()
                                                .submit(decoded.event().request())));
                }
            }
        }
    }

    @Override
    public void close() {
        ProcessorContext<byte[], byte[]> given = context;
        if (given != null) {
            forgetPartitions(given);
        }
    }

    private void answer(Call call, Prefetched asked) {
        Ticket ticket = asked.ticket();
        if (!ticket.isDone()) {
            ticket.demand();
        }
        long waitStart = System.nanoTime();
        Outcome outcome = ticket.await(parts.limits().maxWait());
        call.waitedNanos = System.nanoTime() - waitStart;
        if (!ticket.isDone()) {
            ticket.cancel();
        }
        switch (outcome) {
            case Outcome.Generated generated -> forward(call, asked, generated);
            case Outcome.Rejected rejected ->
                reject(call, fault(rejected.reason(), rejected, rejected.message(), null), ticket.batchSize());
            case Outcome.Failed failed -> {
                if (failed.cause() instanceof Error error) {
                    throw error; // Out of memory or a broken native library: the process is to blame and must end.
                }
                if (failed.reason() == Reason.CANCELLED) {
                    throw new KafkaException("The engine is closing: the record is read again after a restart");
                }
                reject(call, fault(failed.reason(), failed, failed.message(), failed.cause()), ticket.batchSize());
            }
        }
    }

    private void forward(Call call, Prefetched asked, Outcome.Generated generated) {
        Origin origin = new Origin(
                asked.route().model(),
                asked.route().optionsDigest().apply(asked.event().request().options()));
        byte[] value = parts.writer().write(asked.event().source(), generated, origin, call.position);
        Record<byte[], byte[]> output = new Record<>(call.record.key(), value, call.record.timestamp());
        keepForeign(call.record.headers(), output.headers());
        long size = size(output.key(), value, output.headers());
        if (size > parts.limits().maxOutputBytes()) {
            String message = "the generated event has " + size + " bytes, expected at most "
                    + parts.limits().maxOutputBytes() + " (producer.max.request.size)";
            reject(
                    call,
                    Fault.of(Fault.OUTPUT_TOO_LARGE, Outcome.Generated.class, message, null),
                    asked.ticket().batchSize());
            return;
        }
        call.context.forward(output, InferenceTopology.OUTPUT);
        parts.observer()
                .served(call.served(RecordObserver.GENERATED, asked.ticket().batchSize()));
    }

    private void reject(Call call, Fault fault, int batchSize) {
        Record<byte[], byte[]> record = call.record;
        DeadLetter letter = new DeadLetter(
                record.key(),
                record.value(),
                record.headers(),
                call.position.topic(),
                call.position.partition(),
                call.position.offset());
        var written = parts.deadLetters().record(letter, fault, record.timestamp());
        call.context.forward(
                new Record<>(written.key(), written.value(), record.timestamp(), written.headers()),
                InferenceTopology.DEAD_LETTERS);
        parts.observer().served(call.served(fault.reason(), batchSize));
    }

    private static Fault fault(Reason reason, Object outcome, String message, @Nullable Throwable cause) {
        return Fault.of(reason.name(), outcome.getClass(), message, cause);
    }

    /** Keeps the headers that are not about the encoding of the source's key and value. */
    private static void keepForeign(Headers source, Headers kept) {
        for (Header header : source) {
            if (!header.key().equals("__value_schema_id") && !header.key().equals("__key_schema_id")) {
                kept.add(header);
            }
        }
    }

    private static long size(byte @Nullable [] key, byte[] value, Headers headers) {
        long size = RECORD_OVERHEAD_BYTES + (key == null ? 0 : key.length) + (long) value.length;
        for (Header header : headers) {
            size += 2L * header.key().length() + 10 + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }

    private ProcessorContext<byte[], byte[]> started() {
        ProcessorContext<byte[], byte[]> given = context;
        if (given == null) {
            throw new IllegalStateException("process() before init()");
        }
        return given;
    }

    private void forgetPartitions(ProcessorContext<byte[], byte[]> given) {
        int partition = given.taskId().partition();
        List<TopicPartition> own = parts.inputTopics().stream()
                .map(topic -> new TopicPartition(topic, partition))
                .toList();
        parts.lookAheads().ofThread().forget(own);
    }

    /** One record on its way: where it stood and what it is. */
    private static final class Call {
        private final ProcessorContext<byte[], byte[]> context;
        private final Record<byte[], byte[]> record;
        private final Position position;
        private boolean lookedAhead;
        private long waitedNanos;

        Call(ProcessorContext<byte[], byte[]> context, Record<byte[], byte[]> record) {
            this.context = context;
            this.record = record;
            this.position = context.recordMetadata()
                    .map((RecordMetadata at) -> new Position(at.topic(), at.partition(), at.offset()))
                    .orElse(new Position("", -1, -1));
        }

        TopicPartition partition() {
            return new TopicPartition(position.topic(), position.partition());
        }

        RecordObserver.Served served(String reason, int batchSize) {
            return new RecordObserver.Served(
                    partition(),
                    position.offset(),
                    reason,
                    batchSize,
                    lookedAhead,
                    Duration.ofNanos(waitedNanos),
                    record.timestamp());
        }
    }
}
