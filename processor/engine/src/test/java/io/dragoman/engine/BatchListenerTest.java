package io.dragoman.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchListenerTest {
    @Test
    void everyBatchIsToldWithItsSizesAndTimes(@TempDir Path folder) throws Exception {
        List<BatchStatistics> told = new ArrayList<>();
        Path bundle = TinyBundle.copyTo(folder.resolve("bundle"));
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(bundle, EngineOptions.defaults(), (model, batch) -> {
            assertThat(model.name()).isEqualTo("tiny-reversal");
            told.add(batch);
        })) {
            engine.generate(List.of(
                    new GenerationRequest("a", new GenerationOptions(1, 1, null, 5)),
                    new GenerationRequest("a b c d e f", new GenerationOptions(1, 1, null, 5)),
                    new GenerationRequest("a b", new GenerationOptions(3, 1, null, 5)),
                    new GenerationRequest("", new GenerationOptions(3, 1, null, 5))));
        }
        assertThat(told).extracting(BatchStatistics::sentences).containsExactly(2, 1);
        assertThat(told).extracting(BatchStatistics::beamSize).containsExactly(1, 3);
        assertThat(told).allSatisfy(batch -> {
            assertThat(batch.paddedSourceTokens()).isGreaterThanOrEqualTo(batch.sourceTokens());
            assertThat(batch.targetTokens()).isBetween(1, 5 * batch.sentences());
            assertThat(batch.steps()).isBetween(1, 5);
            assertThat(batch.encodeNanos()).isPositive();
            assertThat(batch.encodeNanos() + batch.decodeNanos()).isLessThanOrEqualTo(batch.totalNanos());
        });
        assertThat(told.getFirst().paddedSourceTokens())
                .isGreaterThan(told.getFirst().sourceTokens());
    }
}
