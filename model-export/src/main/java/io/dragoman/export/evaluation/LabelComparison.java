package io.dragoman.export.evaluation;

import io.dragoman.engine.ModelIdentity;
import io.dragoman.export.score.Resampling;
import io.dragoman.export.score.ScoredCorpus;
import java.util.List;
import java.util.TreeSet;

/** A classifier held against another on the same test set, by paired bootstrap (Koehn 2004); per cent. */
public record LabelComparison(ModelIdentity baseline, Resampling.Comparison accuracy, Resampling.Comparison macroF1) {
    public static LabelComparison of(TestSet test, SystemOutputs baseline, SystemOutputs system) {
        TreeSet<String> labels = new TreeSet<>(system.texts());
        labels.addAll(baseline.texts());
        test.references().forEach(labels::addAll);
        labels.remove(""); // refused: no label
        ScoredCorpus before = Evaluation.corpus(test, baseline.texts());
        ScoredCorpus after = Evaluation.corpus(test, system.texts());
        return new LabelComparison(
                baseline.model(),
                Resampling.DEFAULTS.pairedBootstrap(new LabelMetric.Accuracy(), before, after),
                Resampling.DEFAULTS.pairedBootstrap(new LabelMetric.MacroF1(List.copyOf(labels)), before, after));
    }

    /** The verdict on accuracy in a sentence. */
    public String inWords() {
        return Comparison.verdict(accuracy, "points of accuracy");
    }
}
