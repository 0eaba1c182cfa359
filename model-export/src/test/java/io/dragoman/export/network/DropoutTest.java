package io.dragoman.export.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class DropoutTest {
    @Test
    void aDroppedWordIsDroppedWhole() {
        Engine.getInstance().setRandomSeed(1);
        try (NDManager manager = Engine.getInstance().newBaseManager()) {
            float[] kept = new Dropout(0, 0.25f, 0, 0)
                    .ofWords(manager.ones(new Shape(10, 40, 3)))
                    .toFloatArray();
            int dropped = 0;
            for (int word = 0; word < 400; word++) {
                float first = kept[3 * word];
                assertThat(first).isIn(0f, 1 / 0.75f);
                assertThat(kept[3 * word + 1]).isEqualTo(first);
                assertThat(kept[3 * word + 2]).isEqualTo(first);
                dropped += first == 0 ? 1 : 0;
            }
            assertThat(dropped).isBetween(60, 140);
        }
    }

    @Test
    void recurrentWeightsAreDroppedInACopyOfTheStep() {
        Engine.getInstance().setRandomSeed(1);
        try (NDManager manager = Engine.getInstance().newBaseManager();
                NDManager step = manager.newSubManager()) {
            var weight = manager.ones(new Shape(20, 20));
            var dropped = new Dropout(0, 0, 0, 0.5f).ofRecurrent(weight, step);
            assertThat(dropped.toFloatArray()).containsOnly(0f, 2f);
            assertThat(dropped.getManager()).isSameAs(step);
            assertThat(weight.toFloatArray()).containsOnly(1f);
            assertThat(Dropout.NONE.ofRecurrent(weight, step)).isSameAs(weight);
        }
    }
}
