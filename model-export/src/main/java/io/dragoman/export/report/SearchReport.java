package io.dragoman.export.report;

import io.dragoman.export.search.Standing;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * What a search found: {@code search.csv}, {@code search.png} (the dev score of every trial over its epochs) and {@code
 * search.html} with both, which needs nothing else.
 *
 * @param standings best first
 * @param rungs of the search
 * @param score name of what the trials are ranked by
 */
public record SearchReport(List<Standing> standings, int rungs, String score) {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 500;
    /** A legend of more trials would hide the lines. */
    private static final int NAMED = 10;

    public SearchReport {
        standings = List.copyOf(standings);
    }

    /** Writes the three files. */
    public void write(Path folder) throws IOException {
        byte[] picture = picture();
        Files.writeString(folder.resolve("search.csv"), csv());
        Files.write(folder.resolve("search.png"), picture);
        Files.writeString(
                folder.resolve("search.html"),
                Templates.fill(
                        "search.ftlh",
                        Map.of(
                                "header", header(),
                                "rows", rows(),
                                "rungs", rungs,
                                "score", score,
                                "picture", Base64.getEncoder().encodeToString(picture))));
    }

    private List<String> header() {
        List<String> header = new ArrayList<>(
                List.of("trial", "rungs", "epochs", "dev_" + score.toLowerCase(Locale.ROOT), "cpu_minutes"));
        header.addAll(standings.getFirst().result().trial().options().keySet());
        header.add("problem");
        return header;
    }

    private List<List<String>> rows() {
        return standings.stream()
                .map(standing -> {
                    var result = standing.result();
                    List<String> row = new ArrayList<>();
                    row.add(Integer.toString(result.trial().number()));
                    row.add(Integer.toString(standing.rungs()));
                    row.add(Integer.toString(result.scores().size()));
                    row.add(result.best() < 0 ? "" : String.format(Locale.ROOT, "%.2f", result.best()));
                    row.add(String.format(Locale.ROOT, "%.2f", result.minutes()));
                    row.addAll(result.trial().options().values());
                    row.add(result.problem());
                    return row;
                })
                .toList();
    }

    private String csv() {
        List<List<String>> lines = new ArrayList<>(List.of(header()));
        lines.addAll(rows());
        return lines.stream()
                .map(line -> line.stream().map(SearchReport::cell).collect(Collectors.joining(",")) + "\n")
                .collect(Collectors.joining());
    }

    private static String cell(String text) {
        return text.matches("[^\",\n\r]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private byte[] picture() throws IOException {
        XYSeriesCollection lines = new XYSeriesCollection();
        for (Standing standing : standings) {
            XYSeries line = new XYSeries("trial " + standing.result().trial().number());
            List<Double> scores = standing.result().scores();
            for (int epoch = 0; epoch < scores.size(); epoch++) {
                line.add(epoch + 1, scores.get(epoch));
            }
            lines.addSeries(line);
        }
        NumberAxis epochs = new NumberAxis("epoch");
        epochs.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        XYPlot plot = new XYPlot(
                lines, epochs, new NumberAxis("dev " + score + ", greedy"), new XYLineAndShapeRenderer(true, true));
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        JFreeChart chart = new JFreeChart("Trials", JFreeChart.DEFAULT_TITLE_FONT, plot, standings.size() <= NAMED);
        chart.setBackgroundPaint(Color.WHITE);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ChartUtils.writeChartAsPNG(png, chart, WIDTH, HEIGHT);
        return png.toByteArray();
    }
}
