package io.dragoman.export.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.export.corpus.DataChecks.Duplicates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DataChecksTest {
    private static final List<String> ENGLISH = List.of("the", "a", "is", "cat", "dog", "house", "runs", "red");
    private static final List<String> FRENCH = List.of("le", "un", "est", "chat", "chien", "maison", "court", "rouge");
    private static final DataChecks STRICT = new DataChecks(false, Duplicates.REFUSE);

    private final Random random = new Random(8);

    @Test
    void pairsOfTwoLanguagesInStepAreFine() {
        assertThat(STRICT.check(corpus("train", pairs(1200)), corpus("dev", pairs(150)))
                        .dropped())
                .isZero();
    }

    @Test
    void oneLanguageOnBothSidesIsNamedUnlessItIsMeant() {
        ParallelCorpus train = corpus(
                "train.tsv",
                pairs(1200).stream()
                        .map(p -> new SentencePair(p.source(), p.source().replace("red", "blue")))
                        .toList());
        ParallelCorpus dev = corpus("dev.tsv", pairs(150));

        assertThatThrownBy(() -> STRICT.check(train, dev))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("train.tsv: found one language on both sides (cosine of word frequencies 0.8")
                .hasMessageContaining("expected two")
                .hasMessageContaining("--same-language");
        new DataChecks(true, Duplicates.REFUSE).check(train, dev);
    }

    @Test
    void swappedColumnsOfDevAreNamed() {
        ParallelCorpus dev = corpus(
                "dev.tsv",
                pairs(150).stream()
                        .map(p -> new SentencePair(p.target(), p.source()))
                        .toList());

        assertThatThrownBy(() -> STRICT.check(corpus("train.tsv", pairs(1200)), dev))
                .hasMessageContaining("dev.tsv: its sources are in the language of the training targets")
                .hasMessageContaining("its columns look swapped");
    }

    @Test
    void aLineLostInOneFileIsFoundWhereItWasLost() {
        List<SentencePair> pairs = new ArrayList<>(pairs(2000));
        for (int i = 1000; i < 1999; i++) {
            pairs.set(
                    i, new SentencePair(pairs.get(i).source(), pairs.get(i + 1).target()));
        }

        assertThatThrownBy(() -> STRICT.check(corpus("train.tsv", pairs), corpus("dev.tsv", pairs(150))))
                .hasMessageContaining("train.tsv: sides out of step from about pair 1,001 on")
                .hasMessageContaining("source i goes with target i-1");
    }

    @Test
    void devSourcesSeenInTrainingAreCountedNamedAndRefusedAboveOnePercent() {
        List<SentencePair> train = pairs(300);
        List<SentencePair> dev = new ArrayList<>(distinct(200));
        List<SentencePair> few = new ArrayList<>(dev);
        few.set(7, train.get(5));
        dev.set(3, train.get(5));
        dev.set(4, train.get(6));
        dev.set(5, train.get(7));
        ParallelCorpus training = corpus("train.tsv", train);

        assertThat(STRICT.check(training, corpus("few.tsv", few)).shared().describe())
                .isEqualTo("1 of 200 sources are training sources too ('"
                        + train.get(5).source() + "')");
        assertThatThrownBy(() -> STRICT.check(training, corpus("dev.tsv", dev)))
                .isInstanceOf(CorpusException.class)
                .hasMessageStartingWith("dev.tsv: 3 of 200 sources are training sources too ('"
                        + train.get(5).source() + "', '")
                .hasMessageContaining("at most 1 % expected; --duplicates drop");

        DataChecks.Checked dropped = new DataChecks(false, Duplicates.DROP).check(training, corpus("dev.tsv", dev));
        assertThat(dropped.training().pairs()).hasSize(300 - dropped.dropped()).doesNotContain(train.get(5));
        DataChecks.Checked kept = new DataChecks(false, Duplicates.KEEP).check(training, corpus("dev.tsv", dev));
        assertThat(kept.training()).isEqualTo(training);
        assertThat(kept.shared().found()).hasSize(3);
    }

    @Test
    void everyProblemComesInOneMessage() {
        List<SentencePair> train = pairs(1200).stream()
                .map(p -> new SentencePair(p.source(), p.source()))
                .toList();

        assertThatThrownBy(() -> STRICT.check(corpus("train.tsv", train), corpus("dev.tsv", train)))
                .hasMessageContaining("one language on both sides")
                .hasMessageContaining("sources are training sources too");
    }

    /** Word for word, so that a long source has a long target. */
    private List<SentencePair> pairs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> random.ints(6L + random.nextInt(12), 0, ENGLISH.size())
                        .boxed()
                        .toList())
                .map(words -> new SentencePair(join(ENGLISH, words), join(FRENCH, words)))
                .toList();
    }

    private static List<SentencePair> distinct(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new SentencePair("house number " + i, "maison " + i))
                .toList();
    }

    private static String join(List<String> words, List<Integer> chosen) {
        return chosen.stream().map(words::get).collect(Collectors.joining(" "));
    }

    private static ParallelCorpus corpus(String name, List<SentencePair> pairs) {
        return new ParallelCorpus(pairs, new CorpusReport(name, pairs.size(), Map.of(), Map.of()));
    }
}
