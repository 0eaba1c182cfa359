package io.dragoman.engine.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must hold of a bundle's values and files; each problem is one sentence with found and expected. */
final class BundleChecks {
    private BundleChecks() {}

    static List<String> problems(Path folder, BundleManifest manifest) throws IOException {
        List<String> problems = new ArrayList<>();
        values(manifest, problems);
        for (Map.Entry<String, FileDigest> entry : manifest.files().entrySet()) {
            file(folder, entry.getKey(), entry.getValue()).ifPresent(problems::add);
        }
        manifest.graphs().forEach((name, graph) -> vouched(manifest, "graph " + name, graph.file(), problems));
        vouched(manifest, "tokenizer", manifest.tokenizer().file(), problems);
        String lexicon = manifest.decoding().lexicon();
        if (lexicon != null) {
            vouched(manifest, "lexicon", lexicon, problems);
        }
        return problems;
    }

    private static void vouched(BundleManifest manifest, String role, String file, List<String> problems) {
        if (!manifest.files().containsKey(file)) {
            problems.add("%s: found file %s outside \"files\", expected its digest there".formatted(role, file));
        }
    }

    private static void values(BundleManifest manifest, List<String> problems) {
        VocabularySpec vocabulary = manifest.vocabulary();
        range("vocabulary.size", vocabulary.size(), 1, Integer.MAX_VALUE, problems);
        range("vocabulary.unk", vocabulary.unk(), 0, vocabulary.size() - 1, problems);
        range("vocabulary.bos", vocabulary.bos(), 0, vocabulary.size() - 1, problems);
        range("vocabulary.eos", vocabulary.eos(), 0, vocabulary.size() - 1, problems);
        range("vocabulary.pad", vocabulary.pad(), 0, vocabulary.size() - 1, problems);
        labels(manifest, problems);
        Limits limits = manifest.limits();
        range("limits.maxSourceTokens", limits.maxSourceTokens(), 1, 100_000, problems);
        range("limits.maxTargetTokens", limits.maxTargetTokens(), 1, 100_000, problems);
        DecodingDefaults decoding = manifest.decoding();
        range("decoding.beamSize", decoding.beamSize(), 1, 64, problems);
        range("decoding.nBest", decoding.nBest(), 1, decoding.beamSize(), problems);
        range("decoding.maxNewTokens", decoding.maxNewTokens(), 1, limits.maxTargetTokens(), problems);
        if (!(decoding.lengthPenalty() >= 0 && decoding.lengthPenalty() <= 10)) {
            problems.add("found decoding.lengthPenalty %s, expected 0 to 10".formatted(decoding.lengthPenalty()));
        }
        Integer blockedNgram = decoding.blockedNgram();
        if (blockedNgram != null) {
            range("decoding.blockedNgram", blockedNgram, 1, 10, problems);
        }
        Double consensus = decoding.consensus();
        if (consensus != null && !(consensus >= 0 && consensus <= 100)) {
            problems.add("found decoding.consensus %s, expected 0 to 100".formatted(consensus));
        }
    }

    private static void labels(BundleManifest manifest, List<String> problems) {
        LabelSpec labels = manifest.labels();
        boolean classifies = manifest.task().equals(BundleManifest.CLASSIFICATION);
        if (classifies != (labels != null)) {
            problems.add("found task %s %s labels, expected labels for the task %s alone"
                    .formatted(manifest.task(), labels == null ? "without" : "with", BundleManifest.CLASSIFICATION));
        }
        if (labels == null) {
            return;
        }
        VocabularySpec vocabulary = manifest.vocabulary();
        List<String> texts = labels.texts();
        range("number of labels", texts.size(), 2, vocabulary.size(), problems);
        range("labels.first", labels.first(), 0, vocabulary.size() - texts.size(), problems);
        for (int id : new int[] {vocabulary.unk(), vocabulary.bos(), vocabulary.eos(), vocabulary.pad()}) {
            if (id >= labels.first() && id < labels.first() + texts.size()) {
                problems.add("found labels from id %d over the special id %d, expected them beside it"
                        .formatted(labels.first(), id));
            }
        }
        if (new HashSet<>(texts).size() < texts.size() || texts.stream().anyMatch(String::isBlank)) {
            problems.add("found labels %s, expected distinct ones with a visible character".formatted(texts));
        }
    }

    private static void range(String key, int found, int from, int to, List<String> problems) {
        if (found < from || found > to) {
            problems.add("found %s %d, expected %d to %d".formatted(key, found, from, to));
        }
    }

    private static Optional<String> file(Path folder, String name, FileDigest expected) throws IOException {
        Path path;
        try {
            path = folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            return Optional.of("found file name %s, expected a path".formatted(name));
        }
        if (!path.startsWith(folder) || path.equals(folder) || Path.of(name).isAbsolute()) {
            return Optional.of("found file %s outside the bundle, expected a path inside it".formatted(name));
        }
        if (!Files.isRegularFile(path)) {
            return Optional.of("found no file %s, expected %d bytes".formatted(name, expected.bytes()));
        }
        if (!path.toRealPath().startsWith(folder)) {
            return Optional.of("found file %s linked outside the bundle, expected one inside it".formatted(name));
        }
        long size = Files.size(path);
        if (size != expected.bytes()) {
            return Optional.of("%s: found %d bytes, expected %d".formatted(name, size, expected.bytes()));
        }
        String sha256 = ModelBundle.digest(path).sha256();
        if (!sha256.equals(expected.sha256())) {
            return Optional.of("%s: found sha256 %s, expected %s".formatted(name, sha256, expected.sha256()));
        }
        return Optional.empty();
    }
}
