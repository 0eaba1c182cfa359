package io.dragoman.export.evaluation;

import io.dragoman.engine.Flag;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Seq2SeqEngine;
import java.util.ArrayList;
import java.util.List;

/**
 * What one model made of a test set.
 *
 * @param texts one a source, empty where it was refused
 * @param truncated outputs cut at the most tokens allowed
 * @param refused sources rejected or failed
 * @param seconds of generation, model loaded and warm
 */
public record SystemOutputs(ModelIdentity model, List<String> texts, int truncated, int refused, double seconds) {
    private static final int CHUNK = 256;

    public SystemOutputs {
        texts = List.copyOf(texts);
    }

    /** Told how far generation is, and what was refused. */
    public interface Progress {
        void done(int sources, int of);

        void refused(int source, String reason);
    }

    /** Runs the engine over the sources. */
    public static SystemOutputs generate(
            Seq2SeqEngine engine, TestSet test, GenerationOptions options, Progress progress) {
        engine.warmUp();
        long start = System.nanoTime();
        List<String> texts = new ArrayList<>(test.size());
        int truncated = 0;
        int refused = 0;
        for (int from = 0; from < test.size(); from += CHUNK) {
            List<GenerationRequest> requests =
                    test.sources().subList(from, Math.min(test.size(), from + CHUNK)).stream()
                            .map(source -> new GenerationRequest(source, options))
                            .toList();
            for (Outcome outcome : engine.generate(requests)) {
                String text = "";
                switch (outcome) {
                    case Outcome.Generated generated -> {
                        text = generated.text();
                        truncated += generated.flags().contains(Flag.TARGET_TRUNCATED) ? 1 : 0;
                    }
                    case Outcome.Rejected rejected -> {
                        refused++;
                        progress.refused(texts.size(), rejected.reason() + ": " + rejected.message());
                    }
                    case Outcome.Failed failed -> {
                        refused++;
                        progress.refused(texts.size(), failed.reason() + ": " + failed.message());
                    }
                }
                texts.add(text);
            }
            progress.done(texts.size(), test.size());
        }
        return new SystemOutputs(engine.model(), texts, truncated, refused, (System.nanoTime() - start) / 1e9);
    }

    public double sentencesPerSecond() {
        return texts.size() / seconds;
    }
}
