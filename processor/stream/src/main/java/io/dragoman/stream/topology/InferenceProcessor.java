package io.dragoman.stream.topology;

import io.dragoman.engine.Outcome;
import io.dragoman.engine.Reason;
import io.dragoman.engine.schedule.Ticket;
import io.dragoman.stream.deadletter.DeadLetter;
import io.dragoman.stream.deadletter.Fault;
import io.dragoman.stream.events.GeneratedEventWriter.Origin;
import io.dragoman.stream.events.GeneratedEventWriter.Position;
import io.dragoman.stream.events.Reading;
import io.dragoman.stream.events.SourceEvent;
import io.dragoman.stream.lookahead.Prefetched;
import io.dragoman.stream.route.Route;
import io.dragoman.stream.route.Selection;
import io.dragoman.stream.tracing.RecordTrace;
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
    private final RecordLog log = new RecordLog();
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
        RecordLog.about(call.position);
        try {
            serve(call);
        } catch (KafkaException e) {
            call.trace.readAgain(e.getClass().getName());
            throw e; // read again
        } catch (RuntimeException e) {
            call.trace.write(record.headers()); // a dead letter: see DeadLetterHandler
            log.failed(Fault.PROCESSING_FAILED, e.toString());
            ended(call, Fault.PROCESSING_FAILED, true, 0);
            throw e;
        } finally {
            RecordLog.aboutNothing();
        }
    }

    private void serve(Call call) {
        Record<byte[], byte[]> record = call.record;
        Prefetched prefetched = parts.lookAheads().ofThread().take(call.partition(), call.position.offset());
        if (prefetched != null) {
            call.lookedAhead = true;
            call.text = prefetched.event().request().text();
            call.follow(prefetched.trace());
            call.trace.turn();
            answer(call, prefetched);
            return;
        }
        byte[] value = record.value();
        call.follow(parts.tracing()
                .received(
                        call.partition(), call.position.offset(), record.headers(), value == null ? 0 : value.length));
        switch (parts.reader().read(call.position.topic(), record.headers(), value)) {
            case Reading.Undecoded undecoded ->
                reject(call, fault(undecoded.reason(), undecoded, undecoded.message(), null), false, 0);
            case Reading.Decoded decoded -> {
                call.text = decoded.event().request().text();
                switch (parts.routes().select(decoded.event().source())) {
                    case Selection.Unknown unknown ->
                        reject(call, fault(Reason.UNKNOWN_MODEL, unknown, unknown.message(), null), false, 0);
                    case Selection.Selected selected -> answer(call, submit(call, decoded.event(), selected.route()));
                }
            }
        }
    }

    private static Prefetched submit(Call call, SourceEvent event, Route route) {
        Ticket ticket = route.queue().submit(call.trace.asked(route.model(), event.request()));
        return new Prefetched(event, route, ticket, call.trace);
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
        call.outcome = outcome;
        if (!ticket.isDone()) {
            ticket.cancel();
        }
        switch (outcome) {
            case Outcome.Generated generated -> forward(call, asked, generated);
            case Outcome.Rejected rejected ->
                reject(call, fault(rejected.reason(), rejected, rejected.message(), null), false, ticket.batchSize());
            case Outcome.Failed failed -> {
                if (failed.cause() instanceof Error error) {
                    throw error; // Out of memory or a broken native library: the process is to blame and must end.
                }
                if (failed.reason() == Reason.CANCELLED) {
                    throw new KafkaException("The engine is closing: the record is read again after a restart");
                }
                reject(
                        call,
                        fault(failed.reason(), failed, failed.message(), failed.cause()),
                        true,
                        ticket.batchSize());
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
        call.trace.write(output.headers());
        long size = size(output.key(), value, output.headers());
        if (size > parts.limits().maxOutputBytes()) {
            String message = "the generated event has " + size + " bytes, expected at most "
                    + parts.limits().maxOutputBytes() + " (producer.max.request.size)";
            reject(
                    call,
                    Fault.of(Fault.OUTPUT_TOO_LARGE, Outcome.Generated.class, message, null),
                    false,
                    asked.ticket().batchSize());
            return;
        }
        call.context.forward(output, InferenceTopology.OUTPUT);
        ended(call, RecordObserver.GENERATED, false, asked.ticket().batchSize());
    }

    private void reject(Call call, Fault fault, boolean failed, int batchSize) {
        Record<byte[], byte[]> record = call.record;
        DeadLetter letter = new DeadLetter(
                record.key(),
                record.value(),
                record.headers(),
                call.position.topic(),
                call.position.partition(),
                call.position.offset());
        var written = parts.deadLetters().record(letter, fault, record.timestamp());
        call.trace.write(written.headers());
        call.context.forward(
                new Record<>(written.key(), written.value(), record.timestamp(), written.headers()),
                InferenceTopology.DEAD_LETTERS);
        if (failed) {
            log.failed(fault.reason(), fault.message());
        } else {
            log.rejected(fault.reason(), fault.message());
        }
        ended(call, fault.reason(), failed, batchSize);
    }

    private void ended(Call call, String reason, boolean failed, int batchSize) {
        call.trace.ended(new RecordTrace.Ending(reason, failed, batchSize, call.lookedAhead));
        parts.observer().served(call.served(reason, batchSize));
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
        parts.observer().released(own);
    }

    /** One record on its way: where it stood and what it is. */
    private static final class Call {
        private final ProcessorContext<byte[], byte[]> context;
        private final Record<byte[], byte[]> record;
        private final Position position;
        private RecordTrace trace = RecordTrace.NONE;
        private boolean lookedAhead;
        private long waitedNanos;
        private @Nullable String text;
        private @Nullable Outcome outcome;

        Call(ProcessorContext<byte[], byte[]> context, Record<byte[], byte[]> record) {
            this.context = context;
            this.record = record;
            this.position = context.recordMetadata()
                    .map((RecordMetadata at) -> new Position(at.topic(), at.partition(), at.offset()))
                    .orElse(new Position("", -1, -1));
        }

        void follow(RecordTrace given) {
            trace = given;
            RecordLog.within(given);
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
                    record.timestamp(),
                    text,
                    outcome);
        }
    }
}
