package io.dragoman.stream.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says where a file is no YAML and why, without the line that it quotes: that may hold a password. */
final class YamlProblem {
    private YamlProblem() {}

    static String of(JsonProcessingException thrown) {
        if (thrown instanceof MismatchedInputException) {
            return at(thrown.getLocation()) + "found a second document, expected one";
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException marked) {
                String context = marked.getContext();
                return at(marked.getProblemMark()) + "not valid YAML: " + (context == null ? "" : words(context) + ": ")
                        + words(marked.getProblem());
            }
        }
        return at(thrown.getLocation()) + "not valid YAML: " + thrown.getOriginalMessage();
    }

    private static String words(@Nullable String text) {
        return String.valueOf(text).replaceAll("(alias|handle) \\S+", "$1").strip();
    }

    private static String at(@Nullable Mark mark) {
        return mark == null ? "" : at(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : at(location.getLineNr(), location.getColumnNr());
    }

    private static String at(int line, int column) {
        return "line " + line + ", column " + column + ": ";
    }
}
