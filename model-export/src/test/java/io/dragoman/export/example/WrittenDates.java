package io.dragoman.export.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Dates as people write them, with the same date as ISO 8601 writes it. No source is in two parts, and no date of
 * {@code dev} or {@code test} is in {@code train}: what is learned are the parts of a date, not dates.
 */
final class WrittenDates {
    private static final long SEED = 20260101;
    private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
    private static final int DAYS = 55_000; // to 2050

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Set<LocalDate> taken = new HashSet<>();

    private WrittenDates() {}

    /** Writes the parts into the folder in the first argument. */
    public static void main(String[] arguments) throws IOException {
        for (ExamplePart part : parts()) {
            Files.write(Path.of(arguments[0], part.file()), part.lines());
        }
    }

    static List<ExamplePart> parts() {
        WrittenDates dates = new WrittenDates();
        return List.of(
                new ExamplePart("train.tsv", dates.pairs(6000)),
                new ExamplePart("dev.tsv", dates.pairs(250)),
                new ExamplePart("test.tsv", dates.pairs(500)));
    }

    private List<String> pairs(int count) {
        List<String> lines = new ArrayList<>(count);
        while (lines.size() < count) {
            LocalDate date = FIRST.plusDays(random.nextInt(DAYS));
            if (taken.add(date)) {
                lines.add(written(date) + "\t" + date);
            }
        }
        return lines;
    }

    private String written(LocalDate date) {
        int day = date.getDayOfMonth();
        int year = date.getYear();
        String month = date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        String brief = month.substring(0, 3);
        String weekday = date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        return switch (random.nextInt(10)) {
            case 0 -> "%s %d, %d".formatted(month, day, year);
            case 1 -> "%d %s %d".formatted(day, month, year);
            case 2 -> "the %s of %s %d".formatted(ordinal(day), month, year);
            case 3 -> "%s %s %d".formatted(ordinal(day), brief, year);
            case 4 -> "%d-%s-%d".formatted(day, brief.toUpperCase(Locale.ROOT), year);
            case 5 -> "%s, %s %d, %d".formatted(weekday, month, day, year);
            case 6 -> "%s %d %s %d".formatted(weekday.substring(0, 3), day, brief, year);
            case 7 -> "%d. %s %d".formatted(day, month.toLowerCase(Locale.ROOT), year);
            case 8 -> "%s the %s, %d".formatted(month, ordinal(day), year);
            default -> "%d.%d.%d".formatted(day, date.getMonthValue(), year);
        };
    }

    private static String ordinal(int day) {
        String suffix = day / 10 == 1
                ? "th"
                : switch (day % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
        return day + suffix;
    }
}
