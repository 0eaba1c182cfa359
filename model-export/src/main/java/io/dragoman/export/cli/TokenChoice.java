package io.dragoman.export.cli;

import io.dragoman.export.corpus.ParallelCorpus;
import io.dragoman.export.tokenizer.TokenizerKind;
import io.dragoman.export.tokenizer.TokenizerTraining;
import io.dragoman.export.training.TrainingRun;
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

    TokenizerKind tokenizer() {
        return tokenizer;
    }

    /** @param vocabulary most pieces */
    TokenizerTraining training(ParallelCorpus corpus, int vocabulary) {
        return new TokenizerTraining(tokenizer, TrainingRun.texts(corpus.pairs()), 0, vocabulary);
    }
}
