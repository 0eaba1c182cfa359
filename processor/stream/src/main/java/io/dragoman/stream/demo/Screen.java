package io.dragoman.stream.demo;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Where the demo prints: colours and cut lines on a terminal, plain whole lines elsewhere. Threading: any thread; lines
 * are printed whole.
 */
final class Screen {

    private static final int LEFT = 22;
    private static final int LEAST_WIDTH = 40;

    private final PrintStream out;
    private final boolean colour;
    private final int width;

    /** @param width columns of the terminal, 0 where lines are never cut */
    Screen(PrintStream out, boolean colour, int width) {
        this.out = out;
        this.colour = colour;
        this.width = width;
    }

    /** The screen of this process. */
    static Screen of(PrintStream out, boolean noColour) {
        boolean terminal = isTerminal();
        String kind = System.getenv("TERM");
        boolean colour =
                terminal && !noColour && System.getenv("NO_COLOR") == null && kind != null && !kind.equals("dumb");
        return new Screen(out, colour, terminal ? columns() : 0);
    }

    synchronized void line(String text) {
        out.println(text);
        out.flush();
    }

    /** A line that stands back. */
    void note(String text) {
        line(paint("2", text));
    }

    void show(Answer answer) {
        String left = String.format(
                Locale.ROOT,
                "%6d ms  batch %s",
                answer.latency().toMillis(),
                answer.batchSize() == 0 ? "  -" : String.format(Locale.ROOT, "%3d", answer.batchSize()));
        String first = paint("2", String.format(Locale.ROOT, "%-" + LEFT + "s", left)) + cut(answer.source());
        String arrow = answer.translated() ? "→ " : "✗ ";
        String second = " ".repeat(LEFT) + paint(answer.translated() ? "1;36" : "1;31", cut(arrow + answer.text()));
        line(first + System.lineSeparator() + second);
    }

    void prompt() {
        if (width > 0) {
            synchronized (this) {
                out.print("> ");
                out.flush();
            }
        }
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private String cut(String text) {
        String visible = text.replaceAll("\\p{Cntrl}", " ");
        int room = Math.max(width, LEAST_WIDTH) - LEFT;
        if (width == 0 || visible.codePointCount(0, visible.length()) <= room) {
            return visible;
        }
        return visible.substring(0, visible.offsetByCodePoints(0, room - 1)) + "…";
    }

    private String paint(String code, String text) {
        return colour ? "\033[" + code + "m" + text + "\033[0m" : text;
    }

    /** Since Java 22 there is a console without a terminal too, and a method that tells. */
    @SuppressWarnings("SystemConsoleNull") // null on Java 21; on later ones isTerminal() is asked
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException e) {
            return true; // Java 21: a console is a terminal
        }
    }

    private static int columns() {
        String columns = System.getenv("COLUMNS");
        try {
            return columns == null ? 100 : Math.max(LEAST_WIDTH, Integer.parseInt(columns.strip()));
        } catch (NumberFormatException e) {
            return 100;
        }
    }
}
