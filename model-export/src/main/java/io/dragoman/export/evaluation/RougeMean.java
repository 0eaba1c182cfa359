package io.dragoman.export.evaluation;

import io.dragoman.export.score.CorpusMetric;
import io.dragoman.export.score.Rouge;
import java.util.List;

/** Mean F of one ROUGE variant over a corpus, without stemmer, so that it can be resampled. */
record RougeMean(Rouge.Variant variant) implements CorpusMetric {
    private static final Rouge ROUGE = new Rouge(false);

    @Override
    public String name() {
        return variant.code();
    }

    /** Sum of F, segments. */
    @Override
    public double[] statistics(String hypothesis, List<String> references) {
        return new double[] {ROUGE.score(variant, references, hypothesis).f(), 1};
    }

    @Override
    public double score(double[] statistics) {
        return 100 * statistics[0] / Math.max(1, statistics[1]);
    }

    @Override
    public String signature(String referenceCount) {
        return variant.code() + "|f:mean|stem:no|nrefs:" + referenceCount;
    }
}
