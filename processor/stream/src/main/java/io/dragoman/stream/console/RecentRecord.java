package io.dragoman.stream.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record with its texts.
 *
 * @param millis when it was served, since the epoch
 * @param reason GENERATED, or the reason code of its dead letter
 * @param latencyMillis from its timestamp, negative where that says nothing
 * @param source null where it could not be decoded
 * @param output null where nothing was generated
 */
public record RecentRecord(
        long millis,
        Place place,
        String reason,
        long latencyMillis,
        @Nullable ShownText source,
        @Nullable Output output) {

    /**
     * The best hypothesis.
     *
     * @param flags what a reader should know of it
     */
    public record Output(ShownText text, double score, List<String> flags) {
        public Output {
            flags = List.copyOf(flags);
        }
    }
}
