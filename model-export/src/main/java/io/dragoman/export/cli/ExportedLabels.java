package io.dragoman.export.cli;

import io.dragoman.engine.bundle.BundleManifest;
import io.dragoman.engine.bundle.DecodingDefaults;
import io.dragoman.engine.bundle.LabelSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What labels mean for a bundle: its task, and that nothing is searched.
 *
 * @param spec null where the run's targets are texts
 */
record ExportedLabels(@Nullable LabelSpec spec) {
    /** A label and the end of sentence. */
    private static final int TOKENS = 2;

    private static final List<String> OF_SEARCH =
            List.of("--beam-size", "--length-penalty", "--blocked-ngram", "--max-target-tokens", "--lexicon-data");

    /** @throws IllegalArgumentException where the task asked for is another than the run's */
    String task(@Nullable String asked) {
        boolean labelled = spec != null;
        String task = asked != null ? asked : labelled ? BundleManifest.CLASSIFICATION : "translation";
        if (labelled != task.equals(BundleManifest.CLASSIFICATION)) {
            throw new IllegalArgumentException("--task: found " + task + " for a run "
                    + (labelled ? "with" : "without") + " labels, expected "
                    + (labelled ? BundleManifest.CLASSIFICATION : "another task, or train --classify"));
        }
        return task;
    }

    /**
     * @param texts what a bundle of texts gets
     * @param given options of the command line
     * @throws IllegalArgumentException where an option has no meaning for labels
     */
    DecodingDefaults decoding(DecodingDefaults texts, List<String> given) {
        if (spec == null) {
            return texts;
        }
        List<String> meaningless = given.stream().filter(OF_SEARCH::contains).toList();
        if (!meaningless.isEmpty()) {
            throw new IllegalArgumentException("a classifier ranks its labels and searches nothing: found "
                    + meaningless + ", expected them left out");
        }
        return new DecodingDefaults(1, 1, 0, TOKENS);
    }

    int maxTargetTokens(int texts) {
        return spec == null ? texts : TOKENS;
    }

    /** A line of the model card, or nothing. */
    String card() {
        return spec == null
                ? ""
                : "- Answers one of %d labels, the most frequent in training first: %s\n"
                        .formatted(spec.texts().size(), String.join(", ", spec.texts()));
    }
}
