package io.dragoman.stream.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** What benchmarks translate. */
public final class EnglishSentences {
    private EnglishSentences() {}

    /** So many: the test split of the shared data, or else the demo's, again and again. */
    public static List<String> take(int count) throws IOException {
        Path shared = ProofApplication.root().resolveSibling("shared/data/tatoeba-en-fr/test.tsv.gz");
        List<String> lines = Files.isRegularFile(shared) ? lines(shared) : demoLines();
        return IntStream.range(0, count)
                .mapToObj(n -> lines.get(n * 7 % lines.size()))
                .toList();
    }

    private static List<String> lines(Path pairs) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(pairs))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.substring(0, line.indexOf('\t')))
                    .distinct()
                    .toList();
        }
    }

    private static List<String> demoLines() throws IOException {
        try (var resource = EnglishSentences.class.getResourceAsStream("/io/dragoman/stream/demo/sentences.txt")) {
            if (resource == null) {
                throw new AssertionError("the demo's sentences are absent");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }
}
