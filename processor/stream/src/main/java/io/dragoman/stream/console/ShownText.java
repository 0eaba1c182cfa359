package io.dragoman.stream.console;

/**
 * A text of the stream as far as it is shown.
 *
 * @param text its beginning, at most {@link #MOST} long
 * @param cut whether it went on
 */
public record ShownText(String text, boolean cut) {
    /** Longest text shown, UTF-16 units. */
    public static final int MOST = 500;

    /** A text that may be long. */
    public static ShownText of(String text) {
        if (text.length() <= MOST) {
            return new ShownText(text, false);
        }
        int end = Character.isHighSurrogate(text.charAt(MOST - 1)) ? MOST - 1 : MOST; // no half characters
        return new ShownText(text.substring(0, end), true);
    }
}
