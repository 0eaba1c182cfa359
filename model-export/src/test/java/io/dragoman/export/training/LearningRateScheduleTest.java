package io.dragoman.export.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
    private final LearningRateSchedule schedule = new LearningRateSchedule(0.01, 10, 110, 0.1);

    @Test
    void warmsUpDecaysAndStays() {
        assertThat(schedule.at(1)).isCloseTo(0.001, within(1e-12));
        assertThat(schedule.at(10)).isCloseTo(0.01, within(1e-12));
        assertThat(schedule.at(60)).isCloseTo(0.0055, within(1e-12));
        assertThat(schedule.at(110)).isCloseTo(0.001, within(1e-12));
        assertThat(schedule.at(500)).isCloseTo(0.001, within(1e-12));
    }
}
