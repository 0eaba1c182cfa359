package io.dragoman.export.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Changes to run folders that only tests make. */
public final class RunFolders {
    private RunFolders() {}

    /** Where a run stands by its newest whole checkpoint; null before the first. */
    public static Checkpoint.@Nullable Position position(Path run) {
        return Files.isDirectory(run.resolve("checkpoints"))
                ? new RunFolder(run).latest().map(Checkpoint::position).orElse(null)
                : null;
    }

    /** Multiplies one array in the weights of every epoch. */
    public static void scale(Path run, String array, float factor) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(run.resolve("epochs"))) {
            files = list.toList();
        }
        for (Path file : files) {
            Checkpoint checkpoint = CheckpointFile.read(file);
            float[] values = checkpoint.weights().get(array);
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
            CheckpointFile.writeWeights(file, checkpoint.weights(), checkpoint.position());
        }
    }
}
