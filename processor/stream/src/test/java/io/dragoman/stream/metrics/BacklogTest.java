package io.dragoman.stream.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void withoutABacklogNothingIsLeftToDo() {
        Backlog backlog = new Backlog();
        backlog.sample(0, 0, 0);
        backlog.sample(SECOND, 0, 50);
        assertThat(backlog.seconds(SECOND)).isZero();
        assertThat(backlog.rate()).isNaN();
    }

    @Test
    void theRateOfAnIdleApplicationIsNotItsSpeed() {
        Backlog backlog = new Backlog();
        backlog.sample(0, 1000, 0);
        backlog.sample(SECOND, 900, 100);
        for (int second = 2; second < 100; second++) {
            backlog.sample(second * SECOND, 0, 1000 + second); // one record a second arrives
        }
        assertThat(backlog.rate()).isEqualTo(100);
        backlog.sample(100 * SECOND, 500, 1100);
        assertThat(backlog.seconds(100 * SECOND)).isEqualTo(5);
        assertThat(backlog.seconds(100 * SECOND + SECOND / 2)).isEqualTo(4.5);
        assertThat(backlog.seconds(200 * SECOND)).as("a sample that stays away").isEqualTo(4);
    }

    /** Twenty records each second, served at once, and seen at the moment they come: busy to look at, idle indeed. */
    @Test
    void whatComesInLumpsIsNoBacklog() {
        Backlog backlog = new Backlog();
        for (int second = 0; second < 100; second++) {
            backlog.sample(second * SECOND, 20, 20L * second);
        }
        assertThat(backlog.rate()).isNaN();
    }

    /** A start that takes two seconds is soon forgotten. */
    @Test
    void aSlowBeginningWeighsWhatItTook() {
        Backlog backlog = new Backlog();
        backlog.sample(0, 5000, 0);
        backlog.sample(2 * SECOND, 5000, 0);
        assertThat(backlog.seconds(2 * SECOND)).isInfinite();
        for (int second = 3; second < 20; second++) {
            backlog.sample(second * SECOND, 5000 - 200L * (second - 2), 200L * (second - 2));
        }
        assertThat(backlog.rate()).isBetween(180.0, 200.0);
    }

    @Test
    void whereNothingMovesThereIsNoEnd() {
        Backlog backlog = new Backlog();
        for (int second = 0; second < 5; second++) {
            backlog.sample(second * SECOND, 100, 0);
        }
        assertThat(backlog.seconds(4 * SECOND)).isInfinite();
    }

    /** Bursts arrive; what was predicted at each moment is held against when that backlog was gone indeed. */
    @Test
    void burstsAreGoneWhenPredicted() {
        SplittableRandom random = new SplittableRandom(1);
        Backlog backlog = new Backlog();
        double speed = 200;
        double served = 0;
        double arrived = 0;
        List<double[]> predictions = new ArrayList<>(); // second, served by then when this backlog is gone, predicted
        List<Double> servedAt = new ArrayList<>();
        for (int second = 0; second < 3600; second++) {
            arrived += second % 120 == 0 ? random.nextInt(4000, 12_000) : random.nextInt(60);
            if (second % 300 == 0) {
                speed = random.nextInt(150, 260); // sentences become longer or shorter
            }
            served = Math.min(arrived, served + speed * random.nextDouble(0.85, 1.15));
            servedAt.add(served);
            backlog.sample(second * SECOND, Math.round(arrived - served), Math.round(served));
            if (second > 200 && backlog.records() > 64) {
                predictions.add(new double[] {second, served + backlog.records(), backlog.seconds(second * SECOND)});
            }
        }
        long close = predictions.stream()
                .filter(prediction -> {
                    int end = (int) prediction[0];
                    while (end < servedAt.size() - 1 && servedAt.get(end) < prediction[1] - 0.5) {
                        end++;
                    }
                    double real = end - prediction[0];
                    return Math.abs(prediction[2] - real) <= Math.max(1, 0.2 * real);
                })
                .count();
        assertThat(predictions).hasSizeGreaterThan(500);
        assertThat((double) close / predictions.size()).isGreaterThan(0.9);
    }
}
