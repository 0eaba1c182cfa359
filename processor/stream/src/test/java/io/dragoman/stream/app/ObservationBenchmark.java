package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.stream.proof.EnglishSentences;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What watching costs at saturation: records a second of the application with neither metrics nor console, with both under a scrape each
 * second, and with traces of 10 % of the records besides, sent to a collector on this machine. One after the other in turns, in one JVM, each
 * held against the unwatched runs before and after it. Its aims, 0.99 and 0.97, are read from the line it prints on a quiet machine; what it
 * asserts is a floor, under which watching would be a burden wherever it runs.
 */
@Tag("proof")
@Isolated("it measures")
class ObservationBenchmark {
    private static final int SENTENCES = Integer.getInteger("proof.sentences", 600);
    private static final int ROUNDS = Integer.getInteger("proof.rounds", 2);
    private static final double FLOOR = 0.3;
    private static final String TRACING = """
            tracing:
              otel.exporter.otlp.endpoint: "%s"
              otel.traces.sampler: parentbased_traceidratio
              otel.traces.sampler.arg: 0.1
              otel.bsp.schedule.delay: 500
            """;

    private final List<Double> unwatched = new ArrayList<>();
    private final List<Double> metrics = new ArrayList<>();
    private final List<Double> traces = new ArrayList<>();

    @Test
    void watchingCostsLittle(@TempDir Path folder) throws Exception {
        List<String> sentences = EnglishSentences.take(SENTENCES);
        try (DrainingCollector collector = new DrainingCollector();
                SaturatedApplication application = new SaturatedApplication(folder, sentences)) {
            String tracing = TRACING.formatted(collector.endpoint());
            for (int round = 0; round <= ROUNDS; round++) {
                unwatched.add(application.unwatched());
                if (round % 2 == 0) {
                    metrics.add(application.watched(""));
                    traces.add(application.watched(tracing));
                } else {
                    traces.add(application.watched(tracing));
                    metrics.add(application.watched(""));
                }
            }
            unwatched.add(application.unwatched());
            print(application, collector);
            assertThat(application.scrapes()).isPositive();
            assertThat(collector.exports()).isPositive();
        }
        assertThat(median(ratios(metrics))).as("metrics and console").isGreaterThanOrEqualTo(FLOOR);
        assertThat(median(ratios(traces))).as("traces as well").isGreaterThanOrEqualTo(FLOOR);
    }

    private void print(SaturatedApplication application, DrainingCollector collector) {
        System.out.printf(
                "PROOF observation: %d sentences a run, %d rounds after one to warm up: unwatched %.0f records/s; metrics, console and a scrape"
                        + " each second: ratio %.3f (by round %s); traces of 10 %% as well: ratio %.3f (by round %s);"
                        + " %d scrapes, %d exports of %d bytes%n",
                SENTENCES,
                ROUNDS,
                median(unwatched.subList(1, unwatched.size())),
                median(ratios(metrics)),
                shown(ratios(metrics)),
                median(ratios(traces)),
                shown(ratios(traces)),
                application.scrapes(),
                collector.exports(),
                collector.bytes());
    }

    /** Each round's rate over the mean of the unwatched before and after it; the first round warms up. */
    private List<Double> ratios(List<Double> watched) {
        return IntStream.range(1, watched.size())
                .mapToObj(round -> 2 * watched.get(round) / (unwatched.get(round) + unwatched.get(round + 1)))
                .toList();
    }

    /** Of an even number the mean of the two in the middle. */
    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    private static String shown(List<Double> values) {
        return values.stream().map("%.3f"::formatted).collect(Collectors.joining(" "));
    }
}
