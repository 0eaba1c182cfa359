package io.dragoman.export.cli;

import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.OverlongPolicy;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.export.evaluation.SystemOutputs;
import io.dragoman.export.evaluation.TestSet;
import java.io.PrintWriter;
import java.nio.file.Path;

/** A bundle's outputs for a score, by the engine that serves it. */
final class Scoring {
    private Scoring() {}

    /** @param err told how far it is and what was refused */
    static SystemOutputs generate(
            Path model, TestSet test, GenerationOptions generation, OverlongPolicy overlong, PrintWriter err) {
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(model, EngineOptions.unhurried(overlong))) {
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
