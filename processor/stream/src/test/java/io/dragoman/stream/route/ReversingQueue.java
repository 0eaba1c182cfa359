package io.dragoman.stream.route;

import io.dragoman.engine.GeneratedHypothesis;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Reason;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.Placement;
import io.dragoman.engine.schedule.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A model that turns texts round, and rejects empty ones; records what it was asked. */
public final class ReversingQueue implements Route.Queue {
    public final List<String> lookedAhead = new ArrayList<>();
    public final List<String> submitted = new ArrayList<>();
    public final List<String> demanded = new ArrayList<>();
    public final List<String> cancelled = new ArrayList<>();
    private final int capacity;

    public ReversingQueue(int capacity) {
        this.capacity = capacity;
    }

    public static Route route(String name, Route.Queue queue) {
        return new Route(
                new ModelIdentity(name, "1", "d1", "translation", "en", "fr"),
                Placement.on(Device.CPU),
                queue,
                options -> "o1");
    }

    @Override
    public List<Ticket> lookAhead(List<GenerationRequest> requests) {
        List<Ticket> tickets = new ArrayList<>();
        for (GenerationRequest request : requests) {
            boolean admitted = lookedAhead.size() < capacity;
            if (admitted) {
                lookedAhead.add(request.text());
            }
            tickets.add(new Reversal(request.text(), admitted));
        }
        return tickets;
    }

    @Override
    public Ticket submit(GenerationRequest request) {
        submitted.add(request.text());
        return new Reversal(request.text(), true);
    }

    @Override
    public int depth() {
        return 0;
    }

    @Override
    public Duration longestRunning() {
        return Duration.ZERO;
    }

    private final class Reversal implements Ticket {
        private final String text;
        private final boolean admitted;
        private boolean awaited;

        Reversal(String text, boolean admitted) {
            this.text = text;
            this.admitted = admitted;
        }

        @Override
        public boolean isAdmitted() {
            return admitted;
        }

        @Override
        public Outcome await(Duration timeout) {
            awaited = true;
            if (text.isEmpty()) {
                return new Outcome.Rejected(Reason.EMPTY_TEXT, "found an empty text");
            }
            if (text.equals("oom")) {
                return new Outcome.Failed(Reason.INFERENCE_FAILED, "no memory", new OutOfMemoryError("test"));
            }
            if (text.equals("bug")) {
                throw new IllegalStateException("a bug");
            }
            String turned = new StringBuilder(text).reverse().toString();
            return new Outcome.Generated(List.of(new GeneratedHypothesis(turned, -0.5)), Set.of());
        }

        @Override
        public void demand() {
            demanded.add(text);
        }

        @Override
        public void cancel() {
            cancelled.add(text);
        }

        @Override
        public boolean isDone() {
            return awaited;
        }

        @Override
        public int batchSize() {
            return 1;
        }
    }
}
