package io.dragoman.export.training;

import io.dragoman.engine.text.LabelTokenizer;
import io.dragoman.engine.text.SentencePieceTokenizer;
import io.dragoman.engine.text.Tokenizer;

/** How each side of a pair becomes ids. Both have one vocabulary. */
public record Sides(Tokenizer source, Tokenizer target) {
    /** Texts on both sides. */
    public static Sides both(Tokenizer tokenizer) {
        return new Sides(tokenizer, tokenizer);
    }

    /** Whether targets are labels of one token. */
    boolean labelled() {
        return target instanceof LabelTokenizer;
    }

    Sides withSource(Tokenizer other) {
        return labelled() ? new Sides(other, target) : both(other);
    }

    static Sides of(SentencePieceTokenizer tokenizer, TrainingRun.Setup setup) {
        var labels = setup.labels();
        return labels == null
                ? both(tokenizer)
                : new Sides(tokenizer, new LabelTokenizer(tokenizer.vocabulary(), labels.first(), labels.texts()));
    }
}
