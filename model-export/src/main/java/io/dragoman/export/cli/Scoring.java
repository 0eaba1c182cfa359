package io.dragoman.export.cli;

import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.OverlongPolicy;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.export.evaluation.SystemOutputs;
import io.dragoman.export.evaluation.TestSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;

/** A bundle's outputs for a score, by the engine that serves it. */
final class Scoring {
    /** Nobody waits for a score, so a busy machine must not cut outputs: this only ends what never ends. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private Scoring() {}

    /** How an engine works when a score is what is wanted. */
    static EngineOptions options(OverlongPolicy overlong) {
        EngineOptions plain = EngineOptions.defaults();
        return new EngineOptions(
                plain.device(), plain.gpuMemory(), plain.intraOpThreads(), plain.maxBatchSize(), PATIENCE, overlong);
    }

    /** @param err told how far it is and what was refused */
    static SystemOutputs generate(
            Path model, TestSet test, GenerationOptions generation, OverlongPolicy overlong, PrintWriter err) {
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(model, options(overlong))) {
            return SystemOutputs.generate(engine, test, generation, new SystemOutputs.Progress() {
                @Override
                public void done(int sources, int of) {
                    err.printf("%d of %d%n", sources, of);
                    err.flush();
                }

                @Override
                public void refused(int source, String reason) {
                    err.printf("source %d %s%n", source + 1, reason);
                }
            });
        }
    }
}
