package io.dragoman.export.cli;

import io.dragoman.export.corpus.CorpusException;
import io.dragoman.export.corpus.TextContent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tab-separated text file of which every line counts, gzip (by content) or plain. */
final class DataFile {
    private DataFile() {}

    /** One column, from 0, of every line. */
    static List<String> column(Path file, int column) {
        List<List<String>> rows = rows(file);
        List<String> values = new ArrayList<>(rows.size());
        for (List<String> row : rows) {
            if (column < 0 || column >= row.size()) {
                throw new CorpusException(file + " line " + (values.size() + 1) + ": found " + row.size()
                        + " columns, expected one with number " + column + ", counted from 0");
            }
            values.add(row.get(column));
        }
        return values;
    }

    /**
     * The columns of each line.
     *
     * @throws CorpusException where there is no file or a line is not UTF-8
     */
    static List<List<String>> rows(Path file) {
        List<@Nullable String> lines = TextContent.lines(file);
        List<List<String>> rows = new ArrayList<>(lines.size());
        for (String line : lines) {
            if (line == null) {
                throw new CorpusException(file + " line " + (rows.size() + 1)
                        + ": found bytes that are not UTF-8, expected UTF-8; convert the file, for example with"
                        + " iconv -f WINDOWS-1252 -t UTF-8");
            }
            rows.add(List.of(line.split("\t", -1)));
        }
        return rows;
    }
}
