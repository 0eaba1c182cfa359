package io.dragoman.export.cli;

import io.dragoman.engine.bundle.DecodingDefaults;
import io.dragoman.engine.guard.Lexicon;
import io.dragoman.engine.text.TextNormalizer;
import io.dragoman.export.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an exported bundle decodes unless a request says otherwise. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DecodingChoice {
    @Option(names = "--beam-size", defaultValue = "5")
    private int beamSize;

    @Option(names = "--length-penalty", defaultValue = "1.0")
    private double lengthPenalty;

    @Option(
            names = "--blocked-ngram",
            paramLabel = "N",
            description = "say no sequence of N tokens twice, 1 to 10; left out: repetition is allowed")
    private @Nullable Integer blockedNgram;

    @Option(
            names = "--consensus",
            paramLabel = "SHARPNESS",
            description =
                    "choose the hypothesis that most of the beam's agree with, each weighted by exp(SHARPNESS x score), 0 to 100;"
                            + " wants a wide beam, such as 16; left out: the likeliest is chosen")
    private @Nullable Double consensus;

    @Option(
            names = "--lexicon-data",
            paramLabel = "FILE",
            description =
                    "say only words of the source or of this file's two columns (--lexicon-columns), only numbers of the"
                            + " source, and no word again and again; give the training data; left out: any word may be said")
    private @Nullable Path lexiconData;

    @Option(names = "--lexicon-columns", split = ",", defaultValue = "0,1", paramLabel = "N")
    private List<Integer> lexiconColumns = List.of();

    @Option(names = "--max-source-tokens", defaultValue = "200")
    private int maxSourceTokens;

    @Option(names = "--max-target-tokens", defaultValue = "200")
    private int maxTargetTokens;

    DecodingDefaults defaults() {
        return new DecodingDefaults(beamSize, 1, lengthPenalty, maxTargetTokens, blockedNgram, consensus, null);
    }

    int maxSourceTokens() {
        return maxSourceTokens;
    }

    int maxTargetTokens() {
        return maxTargetTokens;
    }

    /** Of the words that --lexicon-data names; null where any word may be said. */
    @Nullable Lexicon lexicon(TrainingRun.Description description) throws IOException {
        if (lexiconData == null) {
            return null;
        }
        TextNormalizer normalizer =
                TextNormalizer.of(description.normalization().target());
        List<String> texts = new ArrayList<>();
        for (int column : lexiconColumns) {
            DataFile.column(lexiconData, column).forEach(text -> texts.add(normalizer.apply(text)));
        }
        return Lexicon.ofTexts(texts);
    }
}
