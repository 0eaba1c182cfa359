package io.dragoman.export.evaluation;

import io.dragoman.export.score.Classification;
import io.dragoman.export.score.Classification.Average;
import io.dragoman.export.score.Classification.Scores;
import io.dragoman.export.score.Resampling;
import io.dragoman.export.score.ScoredCorpus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * What a classifier's answers are worth; definitions as in scikit-learn, a division by zero gives 0. A row of the test data
 * is a sample.
 *
 * @param labels those that occur as truth or as answer, sorted
 * @param accuracy per cent, with its 95 % interval
 * @param macroF1 likewise
 * @param perLabel in order of the labels
 * @param macro mean over labels, 0 to 1
 * @param weighted likewise, each label by its true samples
 * @param confusion how often each label (row) was answered as each (column)
 * @param refused texts that the engine rejected or failed on: wrong, whatever they are
 * @param majority what answering the label most frequent in training is worth
 * @param mistakes the first ones, in order of the test set
 */
public record LabelEvaluation(
        List<String> labels,
        int samples,
        Resampling.Confidence accuracy,
        Resampling.Confidence macroF1,
        List<LabelScores> perLabel,
        Scores macro,
        Scores weighted,
        long[][] confusion,
        int refused,
        Majority majority,
        List<Mistake> mistakes) {
    private static final int MISTAKES = 24;

    /** @param support true samples */
    public record LabelScores(String label, Scores scores, long support) {}

    /** Per cent. */
    public record Majority(String label, double accuracy, double macroF1) {}

    /**
     * A text with a wrong answer.
     *
     * @param index in the test set, from 0
     * @param answer empty where it was refused
     */
    public record Mistake(int index, String text, String answer, List<String> expected) {}

    /** @param majority the label most frequent in training */
    public static LabelEvaluation of(TestSet test, SystemOutputs outputs, String majority) {
        List<String> actual = new ArrayList<>();
        List<String> answered = new ArrayList<>();
        List<Mistake> mistakes = new ArrayList<>();
        for (int i = 0; i < test.size(); i++) {
            String answer = outputs.texts().get(i);
            List<String> expected = test.references().get(i);
            actual.addAll(expected);
            answered.addAll(Collections.nCopies(expected.size(), answer));
            if (!expected.contains(answer) && mistakes.size() < MISTAKES) {
                mistakes.add(new Mistake(i, test.sources().get(i), answer, expected));
            }
        }
        TreeSet<String> occurring = new TreeSet<>(actual);
        occurring.addAll(answered);
        occurring.remove(""); // refused: no label
        List<String> labels = List.copyOf(occurring);
        Classification classification = Classification.of(actual, answered, labels);
        ScoredCorpus corpus = Evaluation.corpus(test, outputs.texts());
        CorpusScores scores = new CorpusScores(labels);
        return new LabelEvaluation(
                labels,
                actual.size(),
                Resampling.DEFAULTS.confidence(scores.accuracy(), corpus),
                Resampling.DEFAULTS.confidence(scores.macroF1(), corpus),
                perLabel(classification),
                classification.average(Average.MACRO, 0),
                classification.average(Average.WEIGHTED, 0),
                classification.confusion(),
                outputs.refused(),
                majority(test, majority),
                List.copyOf(mistakes));
    }

    private record CorpusScores(LabelMetric accuracy, LabelMetric macroF1) {
        CorpusScores(List<String> labels) {
            this(new LabelMetric.Accuracy(), new LabelMetric.MacroF1(labels));
        }
    }

    private static List<LabelScores> perLabel(Classification classification) {
        List<LabelScores> perLabel = new ArrayList<>();
        List<Scores> scores = classification.perLabel(0);
        List<Long> support = classification.support();
        for (int i = 0; i < scores.size(); i++) {
            perLabel.add(new LabelScores(classification.labels().get(i), scores.get(i), support.get(i)));
        }
        return perLabel;
    }

    private static Majority majority(TestSet test, String label) {
        ScoredCorpus corpus = Evaluation.corpus(test, Collections.nCopies(test.size(), label));
        TreeSet<String> labels = new TreeSet<>(List.of(label));
        test.references().forEach(labels::addAll);
        CorpusScores scores = new CorpusScores(List.copyOf(labels));
        return new Majority(
                label,
                scores.accuracy().score(scores.accuracy().statistics(corpus)),
                scores.macroF1().score(scores.macroF1().statistics(corpus)));
    }
}
