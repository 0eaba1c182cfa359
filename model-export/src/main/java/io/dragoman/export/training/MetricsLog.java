package io.dragoman.export.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** metrics.csv: one row an epoch. A resumed run drops rows of epochs it will do again. */
final class MetricsLog {
    private final Path file;
    private final List<EpochMetrics> rows = new ArrayList<>();

    MetricsLog(Path file, int epochsDone) {
        this.file = file;
        if (Files.exists(file)) {
            try {
                Files.readAllLines(file).stream()
                        .skip(1)
                        .map(EpochMetrics::parse)
                        .filter(row -> row.epoch() <= epochsDone)
                        .forEach(rows::add);
            } catch (IOException | RuntimeException e) {
                throw new TrainingException("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
    }

    List<EpochMetrics> rows() {
        return List.copyOf(rows);
    }

    void add(EpochMetrics row) {
        rows.add(row);
        List<String> lines = new ArrayList<>(List.of(EpochMetrics.HEADER));
        rows.forEach(r -> lines.add(r.csv()));
        try {
            WholeFile.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new TrainingException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
