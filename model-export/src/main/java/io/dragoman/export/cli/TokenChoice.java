package io.dragoman.export.cli;

import io.dragoman.engine.bundle.LabelSpec;
import io.dragoman.export.corpus.LabelSet;
import io.dragoman.export.corpus.ParallelCorpus;
import io.dragoman.export.tokenizer.TokenizerKind;
import io.dragoman.export.tokenizer.TokenizerTraining;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code train} for what a token is. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TokenChoice {
    @Option(
            names = "--tokenizer",
            defaultValue = "bpe",
            description = "${COMPLETION-CANDIDATES}: subwords (bpe), whole words between spaces, or single characters;"
                    + " words and characters beyond --vocabulary are unknown (docs/other-sequences.md)")
    private TokenizerKind tokenizer;

    @Option(
            names = "--classify",
            description = "targets are labels, one token each, whatever their characters: a classifier"
                    + " (docs/other-sequences.md)")
    private boolean classify;

    TokenizerKind tokenizer() {
        return tokenizer;
    }

    boolean classify() {
        return classify;
    }

    /** The same labels with the ids that this choice gives them: a search may try several tokenizers on one data set. */
    @Nullable LabelSpec placed(@Nullable LabelSpec labels) {
        return labels == null ? null : new LabelSpec(TokenizerTraining.firstLabel(tokenizer), labels.texts());
    }

    /**
     * The labels, with the ids that a tokenizer learned now gives them.
     *
     * @param known of a bundle to begin with, or null
     * @param err told how often each label occurs
     * @throws io.dragoman.export.corpus.CorpusException where the data does not fit them
     */
    LabelSpec labels(@Nullable LabelSpec known, ParallelCorpus training, ParallelCorpus development, PrintWriter err) {
        LabelSpec labels = known;
        if (labels == null) {
            LabelSet found = LabelSet.of(training);
            err.println(found.describe());
            labels = new LabelSpec(TokenizerTraining.firstLabel(tokenizer), found.labels());
        } else {
            LabelSet.requireKnown(labels.texts(), training);
        }
        LabelSet.requireKnown(labels.texts(), development);
        return labels;
    }
}
