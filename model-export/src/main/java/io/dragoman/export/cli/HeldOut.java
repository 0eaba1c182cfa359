package io.dragoman.export.cli;

import io.dragoman.engine.bundle.BundleManifest;
import io.dragoman.engine.text.TextNormalizer;
import io.dragoman.export.corpus.ParallelCorpus;
import io.dragoman.export.corpus.SentencePair;
import io.dragoman.export.corpus.SharedSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether data to score a bundle on was held out from its training, as far as can be told. */
final class HeldOut {
    private final BundleManifest manifest;
    private final String data;

    HeldOut(BundleManifest manifest, String data) {
        this.manifest = manifest;
        this.data = data;
    }

    /**
     * Reasons to doubt a score on these rows, each one sentence; empty when nothing speaks against it.
     *
     * @param training sources of the training data, as many as are at hand
     */
    List<String> doubts(List<List<String>> rows, int sourceColumn, int targetColumn, List<String> training) {
        TextNormalizer source = TextNormalizer.of(manifest.tokenizer().sourceNormalization());
        TextNormalizer target = TextNormalizer.of(manifest.tokenizer().targetNormalization());
        List<SentencePair> pairs = rows.stream()
                .map(row -> new SentencePair(source.apply(row.get(sourceColumn)), target.apply(row.get(targetColumn))))
                .toList();
        List<String> doubts = new ArrayList<>();
        if (manifest.provenance().get("run") instanceof Map<?, ?> run) {
            String digest = ParallelCorpus.digest(pairs);
            if (digest.equals(run.get("trainDigest"))) {
                doubts.add(
                        data + " is the very data this bundle was trained on (same SHA-256): the score tells nothing");
            }
            if (digest.equals(run.get("devDigest"))) {
                doubts.add(data + " is the data every choice was made on (same SHA-256): expect less on other data");
            }
        }
        SharedSources shared = SharedSources.of(
                training.stream().map(source::apply).toList(),
                pairs.stream().map(SentencePair::source).toList());
        if (!shared.found().isEmpty()) {
            doubts.add(data + ": " + shared.describe());
        }
        return doubts;
    }
}
