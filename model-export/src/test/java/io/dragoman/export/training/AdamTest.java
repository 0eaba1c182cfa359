package io.dragoman.export.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;

class AdamTest {
    @Test
    void theNormOfAnExplodedGradientIsFinite() {
        assertThat(norm(new float[] {3, 0}, new float[] {-4})).isCloseTo(5f, within(1e-5f));
        assertThat(norm(new float[] {3e25f, 0}, new float[] {-4e25f})).isCloseTo(5e25f, within(1e20f));
    }

    @Test
    void aGradientThatIsNotFiniteHasNoFiniteNorm() {
        assertThat(norm(new float[] {1, Float.NaN}, new float[] {1})).isNaN();
        assertThat(norm(new float[] {1, Float.POSITIVE_INFINITY}, new float[] {1}))
                .isNaN();
    }

    private static float norm(float[]... gradients) {
        try (NDManager manager = Engine.getInstance().newBaseManager()) {
            NDList list = new NDList();
            for (float[] gradient : gradients) {
                NDArray array = manager.create(gradient);
                list.add(array);
            }
            return Adam.norm(list);
        }
    }
}
