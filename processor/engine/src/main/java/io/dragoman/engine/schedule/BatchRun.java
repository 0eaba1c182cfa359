package io.dragoman.engine.schedule;

import io.dragoman.engine.Outcome;
import io.dragoman.engine.Reason;
import java.util.ArrayList;
import java.util.List;

/** Runs one batch; what failed in it is run again in halves, so that only a guilty request fails. */
final class BatchRun {
    private BatchRun() {}

    /** Completes every ticket, unless the generator throws an {@link Error}. */
    static void run(BatchGenerator generator, List<Waiting> batch) {
        List<Outcome> outcomes = generate(generator, batch);
        List<Waiting> failed = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (batch.size() > 1 && inferenceFailed(outcomes.get(i))) {
                failed.add(batch.get(i));
            } else {
                batch.get(i).complete(outcomes.get(i));
            }
        }
        if (!failed.isEmpty()) {
            int half = (failed.size() + 1) / 2;
            runRest(generator, failed.subList(0, half));
            runRest(generator, failed.subList(half, failed.size()));
        }
    }

    /** Those that nobody completed meanwhile: close may have given them up. */
    private static void runRest(BatchGenerator generator, List<Waiting> half) {
        List<Waiting> open = half.stream().filter(w -> !w.isDone()).toList();
        if (!open.isEmpty()) {
            run(generator, open);
        }
    }

    private static boolean inferenceFailed(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed && failed.reason() == Reason.INFERENCE_FAILED;
    }

    private static List<Outcome> generate(BatchGenerator generator, List<Waiting> batch) {
        Outcome failed;
        try {
            List<Outcome> outcomes =
                    generator.generate(batch.stream().map(Waiting::request).toList());
            if (outcomes.size() == batch.size()) {
                return outcomes;
            }
            String message = "found %d outcomes, expected %d".formatted(outcomes.size(), batch.size());
            failed = new Outcome.Failed(Reason.INFERENCE_FAILED, message, null);
        } catch (RuntimeException e) {
            failed = new Outcome.Failed(Reason.INFERENCE_FAILED, String.valueOf(e.getMessage()), e);
        }
        return java.util.Collections.nCopies(batch.size(), failed);
    }
}
