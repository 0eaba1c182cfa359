package io.dragoman.export.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Melodies in ABC notation, in C major and a perfect fifth higher in G major. The key signature hides the rule's exception:
 * F sharp stays an accidental (C sharp), B flat becomes the natural that cancels G major's own sharp. Made by rule, so that
 * anybody may have them; no melody is in two parts.
 */
final class Melodies {
    private static final long SEED = 20260202;
    private static final int FIFTH = 4; // steps of the scale
    private static final int LOWEST = -3; // G below middle C
    private static final int HIGHEST = 11; // g'' above it
    private static final int[][] RHYTHMS = {
        {2, 2, 2, 2}, {4, 4}, {3, 1, 2, 2}, {2, 1, 1, 4}, {6, 2}, {4, 2, 2}, {1, 1, 2, 4}, {8}
    };

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Set<String> taken = new HashSet<>();

    private Melodies() {}

    /**
     * A note of C major.
     *
     * @param step of the scale, 0 is middle C
     * @param altered F to F sharp or B to B flat
     * @param length in eighths
     */
    private record Note(int step, boolean altered, int length) {
        String inC() {
            return (altered ? letter() == 3 ? "^" : "_" : "") + name(step) + duration();
        }

        String inG() {
            return (altered ? letter() == 3 ? "^" : "=" : "") + name(step + FIFTH) + duration();
        }

        int letter() {
            return Math.floorMod(step, 7);
        }

        private String duration() {
            return length == 1 ? "" : Integer.toString(length);
        }

        private static String name(int step) {
            String letter = "CDEFGAB".substring(Math.floorMod(step, 7), Math.floorMod(step, 7) + 1);
            return switch (Math.floorDiv(step, 7)) {
                case -1 -> letter + ",";
                case 0 -> letter;
                case 1 -> letter.toLowerCase(java.util.Locale.ROOT);
                default -> letter.toLowerCase(java.util.Locale.ROOT) + "'";
            };
        }
    }

    /** Writes the parts into the folder in the first argument. */
    public static void main(String[] arguments) throws IOException {
        for (ExamplePart part : parts()) {
            Files.write(Path.of(arguments[0], part.file()), part.lines());
        }
    }

    static List<ExamplePart> parts() {
        Melodies melodies = new Melodies();
        return List.of(
                new ExamplePart("train.tsv", melodies.pairs(1600)),
                new ExamplePart("dev.tsv", melodies.pairs(100)),
                new ExamplePart("test.tsv", melodies.pairs(200)));
    }

    private List<String> pairs(int count) {
        List<String> lines = new ArrayList<>(count);
        while (lines.size() < count) {
            StringBuilder low = new StringBuilder("[K:C]");
            StringBuilder high = new StringBuilder("[K:G]");
            int bars = 1 + random.nextInt(3);
            int step = random.nextInt(8);
            for (int bar = 0; bar < bars; bar++) {
                for (Note note : bar(step)) {
                    low.append(' ').append(note.inC());
                    high.append(' ').append(note.inG());
                    step = note.step();
                }
                String end = bar + 1 < bars ? " |" : " |]";
                low.append(end);
                high.append(end);
            }
            if (taken.add(low.toString())) {
                lines.add(low + "\t" + high);
            }
        }
        return lines;
    }

    /** Steps of a second, now and then a leap; at most one accidental, on a letter that the bar has once. */
    private List<Note> bar(int from) {
        List<Note> notes = new ArrayList<>();
        int step = from;
        for (int length : RHYTHMS[random.nextInt(RHYTHMS.length)]) {
            int reach = random.nextInt(4) == 0 ? 4 : 1;
            step = Math.clamp(step + random.nextInt(-reach, reach + 1), LOWEST, HIGHEST);
            notes.add(new Note(step, false, length));
        }
        int at = random.nextInt(notes.size());
        Note note = notes.get(at);
        boolean alone = notes.stream().filter(n -> n.letter() == note.letter()).count() == 1;
        if (alone && (note.letter() == 3 || note.letter() == 6) && random.nextBoolean()) {
            notes.set(at, new Note(note.step(), true, note.length()));
        }
        return notes;
    }
}
