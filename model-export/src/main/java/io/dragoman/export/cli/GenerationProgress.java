package io.dragoman.export.cli;

import io.dragoman.export.evaluation.SystemOutputs;
import java.io.PrintWriter;

/** How far the outputs for a test set are, in lines. */
record GenerationProgress(PrintWriter err) implements SystemOutputs.Progress {
    @Override
    public void done(int sources, int of) {
        err.printf("%d of %d%n", sources, of);
        err.flush();
    }

    @Override
    public void refused(int source, String reason) {
        err.printf("source %d %s%n", source + 1, reason);
    }
}
