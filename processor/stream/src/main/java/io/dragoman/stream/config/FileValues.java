package io.dragoman.stream.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values that are kept in files of their own, as a mounted secret is: a value <code>${file:/path}</code> is the text of that file without the
 * white space around it. It must be the whole value; with a second colon it is Kafka's own FileConfigProvider and stays as it is.
 */
final class FileValues {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{file:([^:}]+)}");
    private static final long MOST_BYTES = 1 << 20;

    private final List<String> problems = new ArrayList<>();

    /** The value, or the text of the file that it names; an unreadable file is a problem that names {@code key}. */
    String resolve(String key, String value) {
        Matcher reference = REFERENCE.matcher(value);
        if (!reference.matches()) {
            return value;
        }
        String name = reference.group(1);
        try {
            Path file = Path.of(name);
            if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
                problems.add("'" + key + "': found " + Files.size(file) + " bytes in " + name + ", expected at most "
                        + MOST_BYTES);
                return value;
            }
            return Files.readString(file).strip();
        } catch (IOException | InvalidPathException e) {
            problems.add("'" + key + "': found no readable text file " + name + " ("
                    + e.getClass().getSimpleName() + "), expected the file that holds the value");
            return value;
        }
    }

    List<String> problems() {
        return List.copyOf(problems);
    }
}
