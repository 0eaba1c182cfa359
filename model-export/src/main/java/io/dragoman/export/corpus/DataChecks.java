package io.dragoman.export.corpus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is wrong with training and dev data although every line of them can be read: found before hours are spent.
 *
 * @param sameLanguage both sides are meant to be one language, as in summaries and corrections
 * @param duplicates what to do about dev sources that are training sources
 */
public record DataChecks(boolean sameLanguage, Duplicates duplicates) {
    /** Word frequencies of two languages had cosines of 0.01-0.09, of one language 0.63 and more. */
    private static final double ONE_LANGUAGE = 0.4;
    /** Fewer pairs tell nothing about languages. */
    private static final int ENOUGH_PAIRS = 1000;

    private static final int ENOUGH_DEV_PAIRS = 100;

    /** What to do about dev sources that are training sources too. */
    public enum Duplicates {
        /** More than 1 % of the dev sources is an error. */
        REFUSE,
        /** Such pairs are left out of training. */
        DROP,
        /** Trained on all the same. */
        KEEP
    }

    /**
     * The training data to use and the dev sources it shared.
     *
     * @param dropped training pairs left out
     */
    public record Checked(ParallelCorpus training, SharedSources shared, int dropped) {}

    /** As {@link #check}, of targets that are labels: neither their lengths nor their words tell anything. */
    public Checked checkLabelled(ParallelCorpus training, ParallelCorpus dev) {
        return checked(training, dev, new ArrayList<>());
    }

    /** @throws CorpusException one message that names every problem */
    public Checked check(ParallelCorpus training, ParallelCorpus dev) {
        List<String> problems = new ArrayList<>();
        Alignment.problem(training.pairs())
                .ifPresent(problem -> problems.add(training.report().name() + ": " + problem));
        languages(training, dev, problems);
        return checked(training, dev, problems);
    }

    private Checked checked(ParallelCorpus training, ParallelCorpus dev, List<String> problems) {
        SharedSources shared = SharedSources.of(sources(training), sources(dev));
        if (duplicates == Duplicates.REFUSE && shared.tooMany()) {
            problems.add(String.format(
                    Locale.ROOT,
                    "%s: %s, at most %.0f %% expected; --duplicates drop leaves them out of training",
                    dev.report().name(),
                    shared.describe(),
                    100 * SharedSources.MOST));
        }
        if (!problems.isEmpty()) {
            throw new CorpusException(String.join("; ", problems));
        }
        ParallelCorpus used = duplicates == Duplicates.DROP ? without(training, shared) : training;
        return new Checked(used, shared, training.pairs().size() - used.pairs().size());
    }

    private void languages(ParallelCorpus training, ParallelCorpus dev, List<String> problems) {
        if (training.pairs().size() < ENOUGH_PAIRS) {
            return;
        }
        WordFrequencies sources = WordFrequencies.of(training.pairs().stream().map(SentencePair::source));
        WordFrequencies targets = WordFrequencies.of(training.pairs().stream().map(SentencePair::target));
        double between = sources.similarity(targets);
        if (between > ONE_LANGUAGE) {
            if (!sameLanguage) {
                problems.add(String.format(
                        Locale.ROOT,
                        "%s: found one language on both sides (cosine of word frequencies %.2f), expected two"
                                + " (at most %.1f); name the right columns, or give --same-language for summaries"
                                + " and corrections",
                        training.report().name(),
                        between,
                        ONE_LANGUAGE));
            }
            return;
        }
        WordFrequencies devSources = WordFrequencies.of(dev.pairs().stream().map(SentencePair::source));
        double toTargets = devSources.similarity(targets);
        if (dev.pairs().size() >= ENOUGH_DEV_PAIRS
                && toTargets > ONE_LANGUAGE
                && devSources.similarity(sources) < ONE_LANGUAGE) {
            problems.add(String.format(
                    Locale.ROOT,
                    "%s: its sources are in the language of the training targets (cosine of word frequencies %.2f),"
                            + " expected that of the training sources; its columns look swapped",
                    dev.report().name(),
                    toTargets));
        }
    }

    private static List<String> sources(ParallelCorpus corpus) {
        return corpus.pairs().stream().map(SentencePair::source).toList();
    }

    private static ParallelCorpus without(ParallelCorpus training, SharedSources shared) {
        Set<String> left = new HashSet<>(shared.found());
        return new ParallelCorpus(
                training.pairs().stream()
                        .filter(pair -> !left.contains(pair.source()))
                        .toList(),
                training.report());
    }
}
