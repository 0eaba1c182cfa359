package io.dragoman.export.training;

import io.dragoman.export.network.NetworkWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run keeps itself: {@code run.json}, {@code tokenizer.spm}, {@code metrics.csv}, {@code learning-curve.png},
 * {@code checkpoints/} (the last {@value #KEPT} full ones) and {@code epochs/} (weights after each epoch).
 */
public final class RunFolder {
    private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);
    private static final int KEPT = 2;

    private final Path root;

    public RunFolder(Path root) {
        this.root = root;
        try {
            Files.createDirectories(root.resolve("checkpoints"));
            Files.createDirectories(root.resolve("epochs"));
        } catch (IOException e) {
            throw new TrainingException("cannot create the run folder " + root + ": " + e.getMessage(), e);
        }
    }

    public Path root() {
        return root;
    }

    public Path description() {
        return root.resolve("run.json");
    }

    public Path tokenizer() {
        return root.resolve("tokenizer.spm");
    }

    public Path metrics() {
        return root.resolve("metrics.csv");
    }

    /** One row an epoch that was ended, from metrics.csv. */
    public List<EpochMetrics> epochs() {
        return new MetricsLog(metrics(), Integer.MAX_VALUE).rows();
    }

    public Path learningCurve() {
        return root.resolve("learning-curve.png");
    }

    void save(Checkpoint checkpoint) {
        CheckpointFile.write(
                root.resolve("checkpoints")
                        .resolve(String.format(
                                "step-%08d.ckpt", checkpoint.position().step())),
                checkpoint);
        List<Path> all = newestFirst("checkpoints", ".ckpt");
        try {
            for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
                Files.delete(old);
            }
        } catch (IOException e) {
            LOG.warn("cannot delete an old checkpoint: {}", e.getMessage());
        }
    }

    /**
     * The newest whole checkpoint; damaged ones are named and passed over.
     *
     * @return empty where no checkpoint was written yet
     * @throws TrainingException when there are checkpoints and all are damaged: a run is not begun again unasked
     */
    Optional<Checkpoint> latest() {
        List<Path> files = newestFirst("checkpoints", ".ckpt");
        for (Path file : files) {
            try {
                return Optional.of(CheckpointFile.read(file));
            } catch (TrainingException e) {
                LOG.warn("{}; trying the one before it", e.getMessage());
            }
        }
        if (!files.isEmpty()) {
            throw new TrainingException("all " + files.size() + " checkpoints in " + root.resolve("checkpoints")
                    + " are damaged, expected a whole one; delete the folder to begin the run again");
        }
        return Optional.empty();
    }

    void saveEpoch(int epoch, NetworkWeights weights, Checkpoint.Position position) {
        CheckpointFile.writeWeights(
                root.resolve("epochs").resolve(String.format("epoch-%03d.weights", epoch)), weights, position);
    }

    /** Weights after the last epochs, newest first, at most the given number. */
    public List<NetworkWeights> lastEpochs(int count) {
        return newestFirst("epochs", ".weights").stream()
                .limit(count)
                .map(file -> CheckpointFile.read(file).weights())
                .toList();
    }

    /** Weights of the newest checkpoint: a look at a run that has not ended. */
    public Checkpoint newest() {
        return latest().orElseThrow(() -> new TrainingException("no checkpoint in " + root));
    }

    private List<Path> newestFirst(String folder, String suffix) {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.filter(f -> f.getFileName().toString().endsWith(suffix))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new TrainingException("cannot list " + root.resolve(folder) + ": " + e.getMessage(), e);
        }
    }
}
