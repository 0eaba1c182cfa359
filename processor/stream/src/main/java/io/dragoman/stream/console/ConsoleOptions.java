package io.dragoman.stream.console;

import java.util.List;

/**
 * What the console offers.
 *
 * @param trial whether sentences may be tried
 * @param hosts names by which it is reached, beside localhost and addresses
 * @param maxBytes longest request to try a sentence, as JSON
 * @param perMinute sentences tried a minute, by everybody together
 */
public record ConsoleOptions(boolean trial, List<String> hosts, int maxBytes, int perMinute) {
    public ConsoleOptions {
        hosts = List.copyOf(hosts);
        if (maxBytes < 1 || perMinute < 1) {
            throw new IllegalArgumentException(
                    "found maxBytes %d, perMinute %d; expected 1 or more".formatted(maxBytes, perMinute));
        }
    }
}
