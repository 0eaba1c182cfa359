package io.dragoman.export.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.dragoman.engine.text.TextNormalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusReaderTest {
    private static final CorpusFilter LENIENT = new CorpusFilter(20, 6, 1, 1);
    private static final TextNormalizer PLAIN = TextNormalizer.of(List.of("nfc", "spaces", "french-apostrophes"));

    @TempDir
    Path folder;

    @Test
    void normalisesBothSidesAndKeepsTheOrder() throws IOException {
        Path file = write("a.tsv", "Cafe\u0301  noir\tl\u2019eau\nI see.\tJe\u00a0vois\u202f!\r\n");

        ParallelCorpus corpus = reader(LENIENT).readTsv(file, 0, 1);

        assertThat(corpus.pairs())
                .containsExactly(new SentencePair("Café noir", "l'eau"), new SentencePair("I see.", "Je vois !"));
    }

    @Test
    void readsGzipByItsContent() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("a\tb\n".getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("named-without-gz"), bytes.toByteArray());

        assertThat(reader(LENIENT).readTsv(file, 0, 1).pairs()).containsExactly(new SentencePair("a", "b"));
    }

    @Test
    void countsEachReasonAndNamesItsFirstLine() throws IOException {
        byte[] notUtf8 = {'x', '\t', (byte) 0xff, '\n'};
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("good\tbon\nno column\n \tvide\n".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(notUtf8);
        bytes.writeBytes(("a\t" + "b".repeat(21) + "\n").getBytes(StandardCharsets.UTF_8));
        Path file = Files.write(folder.resolve("bad.tsv"), bytes.toByteArray());

        CorpusReport report = reader(LENIENT).readTsv(file, 0, 1).report();

        assertThat(report.kept()).isEqualTo(1);
        assertThat(report.dropped())
                .isEqualTo(Map.of(
                        DropReason.MISSING_COLUMN, 1,
                        DropReason.EMPTY_SIDE, 1,
                        DropReason.NOT_UTF8, 1,
                        DropReason.TOO_LONG, 1));
        assertThat(report.firstLines()).containsEntry(DropReason.NOT_UTF8, 4);
        assertThat(report.describe()).contains("5 lines, 1 kept").contains("not valid UTF-8 (first: line 4)");
    }

    @Test
    void refusesDataWithTooManyBadLines() throws IOException {
        Path file = write("half.tsv", "a\tb\nbroken\n");

        assertThatThrownBy(() -> reader(new CorpusFilter(20, 6, 0.1, 1)).readTsv(file, 0, 1))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining(
                        "half.tsv: 50.0 % of 2, at most 10.0 % allowed; dropped 1 fewer columns than asked for")
                .hasMessageContaining("(first: line 2; one tab stands between columns")
                .extracting(Throwable::getMessage, STRING)
                .hasLineCount(1);
    }

    @Test
    void refusesMoreThanOnePercentOfOverLongLines() throws IOException {
        String line = "a\tb\n";
        String lines = line.repeat(98) + "a\t" + "b".repeat(21) + "\n";
        CorpusReader strict = reader(new CorpusFilter(20, 6, 0.05, 0.01));

        assertThat(strict.readTsv(write("one.tsv", line + lines), 0, 1).pairs()).hasSize(99);
        assertThatThrownBy(() -> strict.readTsv(write("two.tsv", lines + "a\t" + "b".repeat(30) + "\n"), 0, 1))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("too many over-long lines in")
                .hasMessageContaining("2.0 % of 100, at most 1.0 % allowed; dropped 2 longer than the limit")
                .hasMessageContaining("first: line 99; see --max-characters");
    }

    @Test
    void namesTheEncodingThatWasFound() throws IOException {
        Path latin = folder.resolve("latin.tsv");
        Files.write(latin, "I\tl'été\n".getBytes(StandardCharsets.ISO_8859_1));
        Path utf16 = Files.write(folder.resolve("utf16.tsv"), "a\tb\n".getBytes(StandardCharsets.UTF_16));
        CorpusReader strict = reader(CorpusFilter.DEFAULT);

        assertThatThrownBy(() -> strict.readTsv(latin, 0, 1))
                .hasMessageContaining("1 not valid UTF-8 (first: line 1; convert the file, for example with iconv");
        assertThatThrownBy(() -> strict.readTsv(utf16, 0, 1))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("utf16.tsv: found UTF-16 (by its first two bytes), expected UTF-8");
    }

    @Test
    void dropsTheMarkAndTheCarriageReturnsOfOtherSystems() throws IOException {
        Path file = write("windows.tsv", "\ufeffa\tb\r\nc\td\r\n");

        assertThat(TextContent.lines(file)).containsExactly("a\tb", "c\td");
    }

    @Test
    void refusesParallelFilesOfDifferentLengths() throws IOException {
        Path sources = write("s.txt", "a\nb\n");
        Path targets = write("t.txt", "a\n");

        assertThatThrownBy(() -> reader(LENIENT).readParallel(sources, targets))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("has 2 lines")
                .hasMessageContaining("has 1");
    }

    @Test
    void groupsTargetsBySource() throws IOException {
        Path file = write("refs.tsv", "Hi\tSalut\nBye\tAdieu\nHi\tBonjour\n");

        assertThat(reader(LENIENT).readTsv(file, 0, 1).targetsBySource())
                .containsExactly(Map.entry("Hi", List.of("Salut", "Bonjour")), Map.entry("Bye", List.of("Adieu")));
    }

    private static CorpusReader reader(CorpusFilter filter) {
        return new CorpusReader(PLAIN, PLAIN, filter);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
