package io.dragoman.export.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.engine.text.TextNormalizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelSetTest {
    @TempDir
    Path folder;

    private ParallelCorpus corpus(String lines) throws IOException {
        Path file = Files.writeString(folder.resolve("data.tsv"), lines);
        TextNormalizer steps = TextNormalizer.of(List.of("nfc", "spaces"));
        return new CorpusReader(steps, steps, new CorpusFilter(400, Double.MAX_VALUE, 0.5, 0.5)).readTsv(file, 0, 1);
    }

    private void refused(String lines, String message) {
        assertThatThrownBy(() -> LabelSet.of(corpus(lines)))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theMostFrequentLabelComesFirst() throws IOException {
        LabelSet labels = LabelSet.of(corpus("1\tz\n2\tnot  spam\n3\tz\n4\tnot spam\n5\tz\n6\ta b\n7\ta b\n"));
        assertThat(labels.labels()).containsExactly("z", "a b", "not spam");
        assertThat(labels.describe()).isEqualTo("3 labels: z 3, a b 2, not spam 2");
    }

    @Test
    void whatNoClassifierCanLearnFromIsRefused() {
        refused("1\ta\n2\ta\n", "data.tsv: found 1 label, expected at least 2: nothing to tell apart");
        refused("1\ta\n2\ta\n3\tb\n4\tb\n5\tbb\n", "1 of 3 labels occur once ('bb'), expected at least 2 pairs each");
        refused(
                "1\ta\n2\t \n3\ta\n4\tb\n5\tb\n",
                "found 1 lines with source or target empty after normalisation (first: line 2)");
        refused("1\ta\n2\n3\ta\n4\tb\n5\tb\n", "found 1 lines with fewer columns than asked for (first: line 2)");
    }

    @Test
    void labelsThatTrainingDoesNotKnowAreNamed() {
        assertThatThrownBy(() -> LabelSet.requireKnown(List.of("a", "b"), corpus("1\ta\n2\tc\n3\td\n")))
                .hasMessageContaining(
                        "2 labels ('c', 'd') that training does not know, expected its 2 labels ('a', 'b')");
    }

    @Test
    void aTabInsideALabelIsFoundByItsColumn() throws IOException {
        Path file = Files.writeString(folder.resolve("tabs.tsv"), "1\ta\n2\ta\tb\n");
        assertThatThrownBy(() -> LabelSet.requireEqualColumns(file))
                .hasMessageContaining("tabs.tsv line 2: found 3 columns, expected 2 as in the lines before");
        TextNormalizer plain = TextNormalizer.of(List.of());
        Path texts = Files.writeString(folder.resolve("texts.txt"), "1\n2\n3\n4\n");
        Path labels = Files.writeString(folder.resolve("labels.txt"), "a\tb\na\tb\nc\nc\n");
        assertThatThrownBy(() ->
                        LabelSet.of(new CorpusReader(plain, plain, CorpusFilter.DEFAULT).readParallel(texts, labels)))
                .hasMessageContaining("labels with a tab or another control character ('a→b'), expected text");
    }
}
