package io.dragoman.stream.config;

import java.util.List;

/** The configuration cannot be used; the message holds every problem, one a line. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param source where the configuration came from, for example the file's name
     * @param problems every problem found, each a sentence
     */
    public ConfigurationException(String source, List<String> problems) {
        super(
                problems.size() == 1
                        ? source + ": " + problems.getFirst()
                        : source + ": " + problems.size() + " problems\n  - " + String.join("\n  - ", problems));
    }
}
