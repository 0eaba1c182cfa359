package io.dragoman.export.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A tab-separated text file, gzip (by content) or plain. */
final class DataFile {
    private static final int GZIP_MAGIC = 0x1f8b;

    private DataFile() {}

    /** The columns of each line. */
    static List<List<String>> rows(Path file) throws IOException {
        try (BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            raw.mark(2);
            int magic = raw.read() << 8 | raw.read();
            raw.reset();
            InputStream in = magic == GZIP_MAGIC ? new GZIPInputStream(raw) : raw;
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<List<String>> rows = new ArrayList<>();
            for (String line : text.split("\n", -1)) {
                rows.add(List.of(line.split("\t", -1)));
            }
            if (text.isEmpty() || text.endsWith("\n")) {
                rows.removeLast();
            }
            return rows;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("data " + file + ": found nothing, expected a file", e);
        }
    }
}
