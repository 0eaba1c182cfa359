package io.dragoman.export.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** metrics.csv: one row an epoch. A resumed run drops rows of epochs it will do again. */
final class MetricsLog {
    private static final String COMMON = "epoch,step,learning_rate,train_loss,dev_loss,";
    private static final String OF_TEXTS =
            COMMON + "dev_bleu,dev_chrf,tokens_per_cpu_second,cpu_minutes,dev_exact"; // as versions before wrote it
    private static final String OF_LABELS = COMMON + "dev_accuracy,dev_macro_f1,tokens_per_cpu_second,cpu_minutes";

    private final Path file;
    private final List<EpochMetrics> rows = new ArrayList<>();

    MetricsLog(Path file, int epochsDone) {
        this.file = file;
        if (Files.exists(file)) {
            try {
                List<String> lines = Files.readAllLines(file);
                boolean labels = lines.getFirst().equals(OF_LABELS);
                lines.stream()
                        .skip(1)
                        .map(line -> parse(line.split(","), labels))
                        .filter(row -> row.epoch() <= epochsDone)
                        .forEach(rows::add);
            } catch (IOException | RuntimeException e) {
                throw new TrainingException("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
    }

    /** @throws TrainingException where the rows are of the other kind: a folder of a version that gave labels BLEU */
    MetricsLog require(Class<? extends DevScores> kind) {
        for (EpochMetrics row : rows) {
            if (!kind.isInstance(row.dev())) {
                throw new TrainingException(
                        file + ": found " + row.dev().getClass().getSimpleName() + ", expected " + kind.getSimpleName()
                                + "; use another --run folder");
            }
        }
        return this;
    }

    List<EpochMetrics> rows() {
        return List.copyOf(rows);
    }

    void add(EpochMetrics row) {
        rows.add(row);
        List<String> lines = new ArrayList<>(List.of(
                switch (row.dev()) {
                    case DevScores.OfTexts texts -> OF_TEXTS;
                    case DevScores.OfLabels labels -> OF_LABELS;
                }));
        rows.forEach(r -> lines.add(csv(r)));
        try {
            WholeFile.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new TrainingException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static String csv(EpochMetrics m) {
        return switch (m.dev()) {
            case DevScores.OfTexts texts ->
                csv(m, texts.bleu(), texts.chrf()) + String.format(Locale.ROOT, ",%.2f", texts.exact());
            case DevScores.OfLabels labels -> csv(m, labels.accuracy(), labels.macroF1());
        };
    }

    private static String csv(EpochMetrics m, double first, double second) {
        return String.format(
                Locale.ROOT,
                "%d,%d,%.6g,%.4f,%.4f,%.2f,%.2f,%.0f,%.3f",
                m.epoch(),
                m.step(),
                m.learningRate(),
                m.trainLoss(),
                m.devLoss(),
                first,
                second,
                m.tokensPerSecond(),
                m.cpuMinutes());
    }

    private static EpochMetrics parse(String[] f, boolean labels) {
        double first = Double.parseDouble(f[5]);
        double second = Double.parseDouble(f[6]);
        return new EpochMetrics(
                Integer.parseInt(f[0]),
                Integer.parseInt(f[1]),
                Double.parseDouble(f[2]),
                Double.parseDouble(f[3]),
                Double.parseDouble(f[4]),
                labels
                        ? new DevScores.OfLabels(first, second)
                        : new DevScores.OfTexts(first, second, f.length > 9 ? Double.parseDouble(f[9]) : Double.NaN),
                Double.parseDouble(f[7]),
                Double.parseDouble(f[8]));
    }
}
