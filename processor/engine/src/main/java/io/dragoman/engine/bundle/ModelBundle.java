package io.dragoman.engine.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A model folder whose every file was found to be what {@code bundle.json} says.
 *
 * @param folder the real path
 * @param digest SHA-256 of {@code bundle.json}, 64 lower-case hexadecimal digits
 */
public record ModelBundle(Path folder, BundleManifest manifest, String digest) {
    public static final String MANIFEST = "bundle.json";

    /**
     * Reads and checks a bundle: format version, values, sizes, digests; no file may lie outside the folder.
     *
     * @throws BundleException one message that names every problem
     */
    public static ModelBundle load(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new BundleException("bundle %s: found %s, expected a folder with %s; check the path"
                    .formatted(folder, Files.exists(folder) ? "a file" : "nothing", MANIFEST));
        }
        Path file = folder.resolve(MANIFEST);
        if (!Files.isRegularFile(file)) {
            throw new BundleException(
                    "bundle %s: found no %s; name a folder that `export` wrote".formatted(folder, MANIFEST));
        }
        try {
            Path real = folder.toRealPath();
            byte[] json = Files.readAllBytes(file);
            BundleManifest manifest = BundleManifest.parse(json, file.toString());
            List<String> problems = BundleChecks.problems(real, manifest);
            if (!problems.isEmpty()) {
                throw new BundleException("bundle %s: %s; copy the bundle again or export the model again"
                        .formatted(folder, String.join("; ", problems)));
            }
            return new ModelBundle(real, manifest, HexFormat.of().formatHex(sha256().digest(json)));
        } catch (IOException e) {
            throw new BundleException("bundle %s: cannot be read (%s); check its permissions".formatted(folder, e), e);
        }
    }

    /**
     * Finishes a folder that holds all its other files: writes {@code bundle.json} vouching for each of them.
     *
     * @return the sealed bundle, read back and checked
     */
    public static ModelBundle seal(Path folder, BundleManifest draft) throws IOException {
        Files.write(folder.resolve(MANIFEST), draft.withFiles(digests(folder)).toJson());
        return load(folder);
    }

    /** Digest and size of every regular file below a folder, {@code bundle.json} left out, by path with {@code /}. */
    public static Map<String, FileDigest> digests(Path folder) throws IOException {
        Map<String, FileDigest> digests = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (!name.equals(MANIFEST)) {
                    digests.put(name, digest(file));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return digests;
    }

    static FileDigest digest(Path file) throws IOException {
        MessageDigest sha = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
            long bytes = in.transferTo(java.io.OutputStream.nullOutputStream());
            return new FileDigest(HexFormat.of().formatHex(sha.digest()), bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The path of a checked file. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** A few lines for a person: what the model does, its decoding defaults, limits, files and origin. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        text.append("%s %s (%s%s)%n".formatted(manifest.name(), manifest.version(), manifest.task(), languages()));
        text.append("  digest      %s%n".formatted(digest));
        text.append("  layout      %s, vocabulary %d%n"
                .formatted(manifest.layout(), manifest.vocabulary().size()));
        LabelSpec labels = manifest.labels();
        if (labels != null) {
            text.append("  labels      %d: %s%n".formatted(labels.texts().size(), String.join(", ", labels.texts())));
        }
        DecodingDefaults decoding = manifest.decoding();
        text.append("  decoding    beam %d, %d-best, length penalty %s, at most %d new tokens%s%s%s%n"
                .formatted(
                        decoding.beamSize(),
                        decoding.nBest(),
                        decoding.lengthPenalty(),
                        decoding.maxNewTokens(),
                        decoding.blockedNgram() == null
                                ? ""
                                : ", no %d tokens twice".formatted(decoding.blockedNgram()),
                        decoding.consensus() == null
                                ? ""
                                : ", what the beam agrees on (consensus %s)".formatted(decoding.consensus()),
                        decoding.lexicon() == null
                                ? ""
                                : ", words of the source or of %s".formatted(decoding.lexicon())));
        text.append("  limits      %d source tokens, %d target tokens%n"
                .formatted(
                        manifest.limits().maxSourceTokens(), manifest.limits().maxTargetTokens()));
        manifest.files()
                .forEach((name, file) -> text.append(
                        "  file        %s, %,d bytes, sha256 %s%n".formatted(name, file.bytes(), file.sha256())));
        manifest.provenance().forEach((key, value) -> text.append("  provenance  %s: %s%n".formatted(key, value)));
        return text.toString();
    }

    private String languages() {
        String source = manifest.sourceLanguage();
        String target = manifest.targetLanguage();
        return (source == null ? "" : ", from " + source) + (target == null ? "" : ", to " + target);
    }
}
