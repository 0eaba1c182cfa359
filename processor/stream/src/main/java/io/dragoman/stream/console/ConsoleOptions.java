package io.dragoman.stream.console;

/**
 * What the console offers.
 *
 * @param trial whether sentences may be tried
 * @param maxBytes longest request to try a sentence, as JSON
 * @param perMinute sentences tried a minute, by everybody together
 */
public record ConsoleOptions(boolean trial, int maxBytes, int perMinute) {
    public ConsoleOptions {
        if (maxBytes < 1 || perMinute < 1) {
            throw new IllegalArgumentException(
                    "found maxBytes %d, perMinute %d; expected 1 or more".formatted(maxBytes, perMinute));
        }
    }
}
