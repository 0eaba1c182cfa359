package io.dragoman.export.bundle;

import io.dragoman.engine.bundle.DecodingDefaults;
import io.dragoman.engine.bundle.LabelSpec;
import io.dragoman.engine.bundle.Limits;
import io.dragoman.engine.guard.Lexicon;
import io.dragoman.export.onnx.RnnStepGraphs;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that goes into a bundle.
 *
 * @param identity what the model is called and does
 * @param tokenizer a SentencePiece model file; its vocabulary must be the graphs'
 * @param sourceNormalization names of text steps before a source is segmented
 * @param targetNormalization names of text steps the targets went through
 * @param labels what a classifier may answer; null where targets are texts
 * @param provenance data hashes, options, seed, tool version, scores; nothing that differs between two equal exports
 * @param modelCard Markdown
 * @param lexicon the words that may be said although a source lacks them; null: any word may be said
 */
public record BundleDraft(
        Identity identity,
        RnnStepGraphs graphs,
        byte[] tokenizer,
        List<String> sourceNormalization,
        List<String> targetNormalization,
        @Nullable LabelSpec labels,
        DecodingDefaults decoding,
        Limits limits,
        Map<String, Object> provenance,
        String modelCard,
        @Nullable Lexicon lexicon) {

    /** Of texts, without a lexicon. */
    public BundleDraft(
            Identity identity,
            RnnStepGraphs graphs,
            byte[] tokenizer,
            List<String> sourceNormalization,
            List<String> targetNormalization,
            DecodingDefaults decoding,
            Limits limits,
            Map<String, Object> provenance,
            String modelCard) {
        this(
                identity,
                graphs,
                tokenizer,
                sourceNormalization,
                targetNormalization,
                null,
                decoding,
                limits,
                provenance,
                modelCard,
                null);
    }

    /** @param task for example {@code translation} */
    public record Identity(
            String name,
            String version,
            String task,
            @Nullable String sourceLanguage,
            @Nullable String targetLanguage) {
        public Identity {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
                throw new IllegalArgumentException(
                        "model name: expected letters, digits, '.', '_' or '-', found '" + name + "'");
            }
        }
    }

    public BundleDraft {
        sourceNormalization = List.copyOf(sourceNormalization);
        targetNormalization = List.copyOf(targetNormalization);
    }
}
