package io.dragoman.export.bundle;

import io.dragoman.engine.bundle.DecodingDefaults;
import io.dragoman.engine.bundle.Limits;
import io.dragoman.engine.text.SentencePieceTokenizer;
import io.dragoman.engine.text.Vocabulary;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.network.WeightInitializer;
import io.dragoman.export.onnx.RnnStepGraphs;
import io.dragoman.export.tokenizer.TokenizerTraining;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An untrained model small enough for the repository: a function of this file alone. Byte pieces and special ones are
 * made unlikely and the end likely, so that outputs are short text. Run {@code main} with a folder to write it.
 */
public final class TinyBundle {
    public static final List<String> SENTENCES = List.of(
            "the cat sleeps on the old mat",
            "the dog runs to the red house",
            "a small bird sings in the green tree",
            "we read the letter in the morning",
            "le chat dort sur le vieux tapis",
            "le chien court vers la maison rouge",
            "un petit oiseau chante dans un arbre vert",
            "nous lisons la lettre le matin");
    static final int VOCABULARY = 320;
    private static final int BYTE_PIECES_END = 260;

    private TinyBundle() {}

    /** Writes the bundle to the folder in the first argument. */
    public static void main(String[] arguments) {
        System.out.println(BundleWriter.write(draft(), Path.of(arguments[0])).describe());
    }

    public static BundleDraft draft() {
        return draft(TinyBundle::weights);
    }

    /** Likewise with other weights. */
    public static BundleDraft draft(Function<Vocabulary, NetworkWeights> weights) {
        byte[] tokenizer = TokenizerTraining.bpe(SENTENCES, VOCABULARY);
        Vocabulary vocabulary = SentencePieceTokenizer.parse(tokenizer).vocabulary();
        return new BundleDraft(
                new BundleDraft.Identity("tiny-reversal", "1", "translation", "en", "fr"),
                RnnStepGraphs.of(weights.apply(vocabulary)),
                tokenizer,
                List.of("nfc", "spaces"),
                List.of("nfc", "spaces"),
                new DecodingDefaults(1, 1, 1.0, 24),
                new Limits(64, 32),
                Map.of("trained", false, "seed", 7),
                "# tiny-reversal\n\nAn untrained network with fixed random weights, for tests. Its outputs mean nothing.\n");
    }

    public static NetworkWeights weights(Vocabulary vocabulary) {
        NetworkWeights weights = WeightInitializer.initialize(new NetworkShape(vocabulary.size(), 16, 12, 24), 7);
        float[] embedding = weights.get("embedding");
        for (int i = 0; i < embedding.length; i++) {
            embedding[i] *= 3;
        }
        float[] bias = weights.get("output.bias");
        for (int id = 0; id < BYTE_PIECES_END; id++) {
            bias[id] = -20;
        }
        bias[vocabulary.eos()] = 3;
        return weights;
    }
}
