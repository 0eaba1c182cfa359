package io.dragoman.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dragoman.engine.GeneratedHypothesis;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchSchedulerTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    /** Upper-cases texts, fails a batch that holds "bad", and waits at a gate for the text "gate". */
    private static final class Upper implements BatchGenerator {
        final List<List<String>> batches = new CopyOnWriteArrayList<>();
        final CountDownLatch atGate = new CountDownLatch(1);
        final CountDownLatch gate = new CountDownLatch(1);

        @Override
        public List<Outcome> generate(List<GenerationRequest> requests) {
            List<String> texts = requests.stream().map(GenerationRequest::text).toList();
            batches.add(texts);
            if (texts.contains("gate")) {
                atGate.countDown();
                pass();
            }
            if (texts.contains("fatal")) {
                throw new LinkageError("native");
            }
            if (texts.contains("bad")) {
                throw new IllegalStateException("broken row");
            }
            List<Outcome> outcomes = new ArrayList<>();
            texts.forEach(text -> outcomes.add(generated(text)));
            return outcomes;
        }

        private void pass() {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Outcome generated(String text) {
        return new Outcome.Generated(
                List.of(new GeneratedHypothesis(text.toUpperCase(java.util.Locale.ROOT), 0)), Set.of());
    }

    private static List<GenerationRequest> requests(String... texts) {
        return java.util.Arrays.stream(texts).map(GenerationRequest::new).toList();
    }

    @Test
    void everyRequestGetsItsOwnOutcome() {
        try (BatchScheduler scheduler = new BatchScheduler(new Upper(), new SchedulerOptions(8, 2000, 64, 3))) {
            List<GenerationRequest> many = IntStream.range(0, 1000)
                    .mapToObj(i -> new GenerationRequest("t" + i))
                    .toList();
            List<Ticket> tickets = scheduler.lookAhead(many);
            for (int i = 0; i < 1000; i++) {
                assertThat(tickets.get(i).await(LONG)).isEqualTo(generated("T" + i));
                assertThat(tickets.get(i).batchSize()).isBetween(1, 8);
            }
        }
    }

    @Test
    void urgentRequestsAreNextThenTheNearestLengths() throws InterruptedException {
        Upper upper = new Upper();
        try (BatchScheduler scheduler = new BatchScheduler(upper, new SchedulerOptions(3, 100, 100, 1))) {
            Ticket gate = scheduler.submit(new GenerationRequest("gate"));
            upper.atGate.await();
            List<Ticket> ahead = scheduler.lookAhead(requests("aaaaaaaaaa", "b", "cccc", "dddddd"));
            ahead.get(1).demand();
            Ticket urgent = scheduler.submit(new GenerationRequest("uuuuu"));
            upper.gate.countDown();
            assertThat(urgent.await(LONG)).isEqualTo(generated("uuuuu"));
            assertThat(ahead.get(0).await(LONG)).isEqualTo(generated("aaaaaaaaaa"));
            assertThat(gate.await(LONG)).isEqualTo(generated("gate"));
            assertThat(upper.batches)
                    .containsExactly(List.of("gate"), List.of("b", "uuuuu", "cccc"), List.of("aaaaaaaaaa", "dddddd"));
            assertThat(urgent.batchSize()).isEqualTo(3);
        }
    }

    @Test
    void aFullLookAheadQueueRefusesButUrgentOnesFit() throws InterruptedException {
        Upper upper = new Upper();
        try (BatchScheduler scheduler = new BatchScheduler(upper, new SchedulerOptions(4, 2, 4, 1))) {
            scheduler.submit(new GenerationRequest("gate"));
            upper.atGate.await();
            List<Ticket> tickets = scheduler.lookAhead(requests("a", "b", "c"));
            assertThat(tickets).extracting(Ticket::isAdmitted).containsExactly(true, true, false);
            assertThat(tickets.get(2).isDone()).isTrue();
            Ticket urgent = scheduler.submit(new GenerationRequest("d"));
            upper.gate.countDown();
            assertThat(urgent.await(LONG)).isEqualTo(generated("d"));
        }
    }

    @Test
    void aCancelledRequestIsNeverInferred() throws InterruptedException {
        Upper upper = new Upper();
        try (BatchScheduler scheduler = new BatchScheduler(upper, new SchedulerOptions(4, 10, 4, 1))) {
            scheduler.submit(new GenerationRequest("gate"));
            upper.atGate.await();
            List<Ticket> tickets = scheduler.lookAhead(requests("a", "b"));
            tickets.get(0).cancel();
            upper.gate.countDown();
            assertThat(tickets.get(1).await(LONG)).isEqualTo(generated("b"));
            assertThat(reason(tickets.get(0).await(LONG))).isEqualTo(Reason.CANCELLED);
            assertThat(upper.batches).containsExactly(List.of("gate"), List.of("b"));
        }
    }

    @Test
    void onlyTheGuiltyRequestOfABatchFails() throws InterruptedException {
        Upper upper = new Upper();
        try (BatchScheduler scheduler = new BatchScheduler(upper, new SchedulerOptions(8, 10, 8, 1))) {
            scheduler.submit(new GenerationRequest("gate"));
            upper.atGate.await();
            List<Ticket> tickets = scheduler.lookAhead(requests("a", "b", "bad", "c", "d"));
            upper.gate.countDown();
            assertThat(tickets.stream().map(t -> t.await(LONG)).filter(Outcome.Generated.class::isInstance))
                    .containsExactly(generated("a"), generated("b"), generated("c"), generated("d"));
            assertThat(reason(tickets.get(2).await(LONG))).isEqualTo(Reason.INFERENCE_FAILED);
        }
    }

    @Test
    void closeCompletesWhatWaitsAndWhatHangs() throws InterruptedException {
        Upper upper = new Upper();
        BatchScheduler scheduler = new BatchScheduler(upper, new SchedulerOptions(1, 10, 4, 1, Duration.ofMillis(50)));
        Ticket hanging = scheduler.submit(new GenerationRequest("gate"));
        upper.atGate.await();
        Ticket waiting = scheduler.submit(new GenerationRequest("a"));
        scheduler.close();
        scheduler.close();
        assertThat(hanging.isDone()).isTrue();
        assertThat(waiting.isDone()).isTrue();
        assertThat(reason(waiting.await(LONG))).isEqualTo(Reason.CANCELLED);
        assertThat(reason(scheduler.submit(new GenerationRequest("b")).await(LONG)))
                .isEqualTo(Reason.CANCELLED);
    }

    @Test
    void anErrorEndsTheSchedulerAndIsReported() {
        AtomicReference<Error> reported = new AtomicReference<>();
        try (BatchScheduler scheduler = new BatchScheduler(new Upper(), SchedulerOptions.defaults(), reported::set)) {
            Ticket fatal = scheduler.submit(new GenerationRequest("fatal"));
            assertThat(reason(fatal.await(LONG))).isEqualTo(Reason.INFERENCE_FAILED);
            await().untilAtomic(reported, org.hamcrest.Matchers.instanceOf(LinkageError.class));
            assertThat(reason(scheduler.submit(new GenerationRequest("a")).await(LONG)))
                    .isEqualTo(Reason.CANCELLED);
        }
    }

    @Test
    void awaitIsBounded() throws InterruptedException {
        Upper upper = new Upper();
        try (BatchScheduler scheduler = new BatchScheduler(upper, SchedulerOptions.defaults())) {
            Ticket ticket = scheduler.submit(new GenerationRequest("gate"));
            upper.atGate.await();
            assertThat(reason(ticket.await(Duration.ofMillis(5)))).isEqualTo(Reason.DEADLINE_EXCEEDED);
            upper.gate.countDown();
            assertThat(ticket.await(LONG)).isEqualTo(generated("gate"));
        }
    }

    private static Reason reason(Outcome outcome) {
        return ((Outcome.Failed) outcome).reason();
    }
}
