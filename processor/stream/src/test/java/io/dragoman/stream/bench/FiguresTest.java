package io.dragoman.stream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dragoman.engine.model.DecoderLoop;
import io.dragoman.engine.model.Device;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final Setup SETUP = new Setup(new Way(Device.CPU, DecoderLoop.STEPS), 1, 2);

    @Test
    void aRatioComparesWithinRoundsSoThatABusyRoundTroublesBothSides() {
        List<Pass> first = List.of(pass(1), pass(10), pass(2));
        List<Pass> twiceAsFast = List.of(pass(0.5), pass(5), pass(1));

        assertThat(Figures.of(SETUP, twiceAsFast, first).ratio()).isEqualTo(2, within(1e-12));
    }

    @Test
    void ratesAreMediansOverRoundsAndTimesAreThoseOfAllBatches() {
        Figures figures = Figures.of(SETUP, List.of(pass(1), pass(2), pass(8)), List.of(pass(1), pass(2), pass(8)));

        assertThat(figures.textsPerSecond()).isEqualTo(50);
        assertThat(figures.tokensPerSecond()).isEqualTo(500);
        assertThat(figures.batchMillis()).isEqualTo(875);
        assertThat(figures.slowBatchMillis()).isEqualTo(7000);
    }

    /** 100 texts, 1,000 tokens, two batches: an eighth of the time and the rest. */
    private static Pass pass(double seconds) {
        return new Pass(100, 1000, seconds, new double[] {seconds / 8, seconds * 7 / 8});
    }
}
