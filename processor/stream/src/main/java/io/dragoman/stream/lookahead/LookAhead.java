package io.dragoman.stream.lookahead;

import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.schedule.Ticket;
import io.dragoman.stream.events.Reading;
import io.dragoman.stream.events.SourceEvent;
import io.dragoman.stream.events.SourceEventReader;
import io.dragoman.stream.route.Route;
import io.dragoman.stream.route.RouteTable;
import io.dragoman.stream.route.Selection;
import io.dragoman.stream.tracing.RecordTrace;
import io.dragoman.stream.tracing.Tracing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The tickets of one stream thread's polled records, by partition and offset. What it does not hold is simply a miss: the processor submits
 * that record itself.
 *
 * <p>Memory: at most {@code maxRecords} tickets and {@link #MAX_CHARACTERS} characters of source text.
 *
 * <p>Threading: confined to its stream thread, which polls and processes.
 */
public final class LookAhead {
    /** Most characters of source text held ahead; longer texts are misses. */
    static final long MAX_CHARACTERS = 16L << 20;

    private final SourceEventReader reader;
    private final RouteTable routes;
    private final Set<String> topics;
    private final int maxRecords;
    private final Tracing tracing;
    private final Map<TopicPartition, ArrayDeque<Entry>> partitions = new HashMap<>();
    private int heldRecords;
    private long heldCharacters;

    private record Entry(long offset, int characters, Prefetched prefetched) {}

    private record Candidate(TopicPartition partition, long offset, SourceEvent event, RecordTrace trace) {}

    LookAhead(SourceEventReader reader, RouteTable routes, Set<String> topics, int maxRecords, Tracing tracing) {
        this.reader = reader;
        this.routes = routes;
        this.topics = topics;
        this.maxRecords = maxRecords;
        this.tracing = tracing;
    }

    /** Submits the records of a poll, one of each partition in turn, so that no partition's head stands behind another's tail. */
    void admit(ConsumerRecords<byte[], byte[]> polled) {
        Map<Route, List<Candidate>> candidates = new LinkedHashMap<>();
        int records = heldRecords;
        long characters = heldCharacters;
        for (ConsumerRecord<byte[], byte[]> record : inTurn(polled)) {
            if (records >= maxRecords) {
                break;
            }
            if (!(reader.read(record.topic(), record.headers(), record.value()) instanceof Reading.Decoded decoded)
                    || !(routes.select(decoded.event().source()) instanceof Selection.Selected selected)) {
                continue;
            }
            characters += decoded.event().request().text().length();
            if (characters > MAX_CHARACTERS) {
                break;
            }
            records++;
            candidates
                    .computeIfAbsent(selected.route(), route -> new ArrayList<>())
                    .add(candidate(record, decoded.event()));
        }
        candidates.forEach(this::submit);
    }

    private Candidate candidate(ConsumerRecord<byte[], byte[]> record, SourceEvent event) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        RecordTrace trace =
                tracing.received(partition, record.offset(), record.headers(), record.serializedValueSize());
        return new Candidate(partition, record.offset(), event, trace);
    }

    private List<ConsumerRecord<byte[], byte[]>> inTurn(ConsumerRecords<byte[], byte[]> polled) {
        List<Iterator<ConsumerRecord<byte[], byte[]>>> turns = new ArrayList<>();
        for (TopicPartition partition : polled.partitions()) {
            if (topics.contains(partition.topic())) {
                List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
                forgetIfRewound(partition, records.getFirst().offset());
                turns.add(records.iterator());
            }
        }
        List<ConsumerRecord<byte[], byte[]>> inTurn = new ArrayList<>(polled.count());
        while (!turns.isEmpty()) {
            turns.removeIf(turn -> {
                if (turn.hasNext()) {
                    inTurn.add(turn.next());
                }
                return !turn.hasNext();
            });
        }
        return inTurn;
    }

    private void submit(Route route, List<Candidate> candidates) {
        List<GenerationRequest> requests = candidates.stream()
                .map(candidate ->
                        candidate.trace().asked(route.model(), candidate.event().request()))
                .toList();
        List<Ticket> tickets = route.queue().lookAhead(requests);
        for (int i = 0; i < tickets.size(); i++) {
            if (!tickets.get(i).isAdmitted()) {
                continue;
            }
            Candidate candidate = candidates.get(i);
            int characters = candidate.event().request().text().length();
            partitions
                    .computeIfAbsent(candidate.partition(), partition -> new ArrayDeque<>())
                    .add(new Entry(
                            candidate.offset(),
                            characters,
                            new Prefetched(candidate.event(), route, tickets.get(i), candidate.trace())));
            heldRecords++;
            heldCharacters += characters;
        }
    }

    /** Takes what was submitted for a record, or null. Offsets ascend within a partition, so older entries are dropped. */
    public @Nullable Prefetched take(TopicPartition partition, long offset) {
        ArrayDeque<Entry> entries = partitions.get(partition);
        if (entries == null) {
            return null;
        }
        Entry head = entries.peekFirst();
        while (head != null && head.offset() <= offset) {
            release(entries.removeFirst());
            if (head.offset() == offset) {
                return head.prefetched();
            }
            giveUp(head);
            head = entries.peekFirst();
        }
        return null;
    }

    /** Cancels the tickets of partitions that this thread no longer processes. */
    public void forget(Collection<TopicPartition> gone) {
        for (TopicPartition partition : gone) {
            ArrayDeque<Entry> entries = partitions.remove(partition);
            if (entries != null) {
                entries.forEach(entry -> {
                    release(entry);
                    giveUp(entry);
                });
            }
        }
    }

    /** Cancels every ticket. */
    void forgetAll() {
        forget(List.copyOf(partitions.keySet()));
    }

    /** Number of tickets held. */
    int size() {
        return heldRecords;
    }

    private void forgetIfRewound(TopicPartition partition, long firstOffset) {
        ArrayDeque<Entry> entries = partitions.get(partition);
        Entry last = entries == null ? null : entries.peekLast();
        if (last != null && last.offset() >= firstOffset) {
            forget(List.of(partition));
        }
    }

    private static void giveUp(Entry entry) {
        entry.prefetched().ticket().cancel();
        entry.prefetched().trace().released();
    }

    private void release(Entry entry) {
        heldRecords--;
        heldCharacters -= entry.characters();
    }
}
