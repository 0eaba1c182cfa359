package io.dragoman.export.cli;

import io.dragoman.export.corpus.TextContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tab-separated text file, gzip (by content) or plain. */
final class DataFile {
    private DataFile() {}

    /** The columns of each line. */
    static List<List<String>> rows(Path file) throws IOException {
        try {
            String text = new String(TextContent.read(file), StandardCharsets.UTF_8);
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
