package io.dragoman.export.training;

import io.dragoman.export.evaluation.Evaluation;
import io.dragoman.export.evaluation.Slice;
import io.dragoman.export.network.NetworkShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What became of one network.
 *
 * @param trainingNanos CPU time of training by target tokens
 * @param byLength by words of the source
 * @param graphNanos CPU time in ONNX Runtime by target tokens, one row and 32 rows at once; 0 before it is measured
 */
record NetworkRow(
        String cell,
        String attention,
        long parameters,
        int updates,
        double epochs,
        double bleu,
        double bleuInterval,
        double chrf,
        double trainingNanos,
        List<Slice> byLength,
        double graphNanos,
        double graphNanosOf32) {

    static NetworkRow of(NetworkShape shape, TimedTraining.Result trained, Evaluation evaluation) {
        return new NetworkRow(
                shape.options().cell().toString(),
                attention(shape),
                shape.parameters(),
                trained.updates(),
                trained.epochs(),
                evaluation.bleu().score(),
                evaluation.bleu().interval(),
                evaluation.chrf().score(),
                trained.nanosPerToken(),
                evaluation.byLength(),
                0,
                0);
    }

    NetworkRow withGraphs(double nanos, double nanosOf32) {
        return new NetworkRow(
                cell,
                attention,
                parameters,
                updates,
                epochs,
                bleu,
                bleuInterval,
                chrf,
                trainingNanos,
                byLength,
                nanos,
                nanosOf32);
    }

    private static String attention(NetworkShape shape) {
        return shape.options().attention() + (shape.options().inputFeeding() ? ", input feeding" : "");
    }

    /** Of its files. */
    static String name(NetworkShape shape) {
        return shape.options().cell() + "-" + attention(shape).replace(", input feeding", "-fed");
    }

    /** Two tables: what each network reached and costs, and BLEU by words of the source. */
    static void write(Path file, List<NetworkRow> rows) throws IOException {
        List<String> labels =
                rows.getFirst().byLength().stream().map(Slice::label).toList();
        String sizes = rows.getFirst().byLength().stream()
                .map(slice -> slice.label() + ": " + slice.scores().segments())
                .collect(Collectors.joining(", "));
        StringBuilder text = new StringBuilder("| cell | attention | parameters | updates | epochs | BLEU | chrF"
                + " | training, ns a token | ONNX Runtime, 1 row, ns a token | 32 rows |\n"
                + "|---|---|---|---|---|---|---|---|---|---|\n");
        rows.forEach(row -> text.append(row.costs()));
        text.append("\nBLEU by words of the source (sentences: ").append(sizes).append(")\n\n| cell | attention |");
        labels.forEach(label -> text.append(' ').append(label).append(" |"));
        text.append("\n|---|---|").append("---|".repeat(labels.size())).append('\n');
        rows.forEach(row -> text.append(row.lengths()));
        WholeFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** One line for whoever waits. */
    String progress() {
        return String.format(
                Locale.ROOT,
                "%s %s: %,d updates, %.1f epochs, BLEU %.2f, chrF %.2f",
                cell,
                attention,
                updates,
                epochs,
                bleu,
                chrf);
    }

    private String costs() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,d | %,d | %.1f | %.2f ± %.2f | %.2f | %,.0f | %,.0f | %,.0f |%n",
                cell,
                attention,
                parameters,
                updates,
                epochs,
                bleu,
                bleuInterval,
                chrf,
                trainingNanos,
                graphNanos,
                graphNanosOf32);
    }

    private String lengths() {
        String scores = byLength.stream()
                .map(slice -> String.format(Locale.ROOT, "%.1f", slice.scores().bleu()))
                .collect(Collectors.joining(" | "));
        return "| " + cell + " | " + attention + " | " + scores + " |\n";
    }
}
