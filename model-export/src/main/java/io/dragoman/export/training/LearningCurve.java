package io.dragoman.export.training;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The run as a picture: losses above, dev scores below, over epochs. */
final class LearningCurve {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 700;
    private static final float STROKE = 2;

    // Dark enough to be read on white.
    private static final Color RED = new Color(0xcf222e);
    private static final Color BLUE = new Color(0x0969da);
    private static final Color GREEN = new Color(0x1a7f37);
    private static final Color VIOLET = new Color(0x8250df);
    private static final Color ORANGE = new Color(0xbc4c00);

    private LearningCurve() {}

    static void draw(List<EpochMetrics> rows, Path file) {
        NumberAxis epochs = new NumberAxis("epoch");
        epochs.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        epochs.setAutoRangeIncludesZero(false);
        CombinedDomainXYPlot plot = new CombinedDomainXYPlot(epochs);
        plot.add(plot(
                "loss (nats per token)",
                List.of(RED, BLUE),
                series("train (smoothed, dropout)", rows, EpochMetrics::trainLoss),
                series("dev", rows, EpochMetrics::devLoss)));
        plot.add(plot("dev score, greedy, %", List.of(GREEN, VIOLET, ORANGE), scores(rows)));
        JFreeChart chart = new JFreeChart("Learning curve", plot);
        chart.setBackgroundPaint(Color.WHITE);
        try {
            ChartUtils.saveChartAsPNG(file.toFile(), chart, WIDTH, HEIGHT);
        } catch (IOException e) {
            throw new TrainingException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** A line for each score, named after it. */
    static XYSeries[] scores(List<EpochMetrics> rows) {
        return switch (rows.getFirst().dev()) {
            case DevScores.OfTexts texts ->
                new XYSeries[] {
                    of(DevScores.OfTexts.class, "BLEU", rows, DevScores.OfTexts::bleu),
                    of(DevScores.OfTexts.class, "chrF", rows, DevScores.OfTexts::chrf),
                    of(DevScores.OfTexts.class, "equal to a reference", rows, DevScores.OfTexts::exact)
                };
            case DevScores.OfLabels labels ->
                new XYSeries[] {
                    of(DevScores.OfLabels.class, "accuracy", rows, DevScores.OfLabels::accuracy),
                    of(DevScores.OfLabels.class, "macro F1", rows, DevScores.OfLabels::macroF1)
                };
        };
    }

    private static <T extends DevScores> XYSeries of(
            Class<T> kind, String name, List<EpochMetrics> rows, ToDoubleFunction<T> value) {
        return series(name, rows, row -> value.applyAsDouble(kind.cast(row.dev())));
    }

    private static XYSeries series(String name, List<EpochMetrics> rows, ToDoubleFunction<EpochMetrics> value) {
        XYSeries series = new XYSeries(name);
        rows.forEach(row -> series.add(row.epoch(), value.applyAsDouble(row)));
        return series;
    }

    private static XYPlot plot(String label, List<Color> colours, XYSeries... all) {
        XYSeriesCollection data = new XYSeriesCollection();
        for (XYSeries series : all) {
            data.addSeries(series);
        }
        NumberAxis axis = new NumberAxis(label);
        axis.setAutoRangeIncludesZero(false);
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        for (int i = 0; i < all.length; i++) {
            renderer.setSeriesPaint(i, colours.get(i));
            renderer.setSeriesStroke(i, new BasicStroke(STROKE));
        }
        XYPlot plot = new XYPlot(data, null, axis, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        return plot;
    }
}
