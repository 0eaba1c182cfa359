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
 * What customers of a shop write, each with what it is about. Half of them first mention a matter that is settled, so that
 * no single word tells the label; of twenty rows one has a wrong label, as the labels of people do. Made by rule, so that
 * anybody may have them; no text is in two parts.
 */
final class Enquiries {
    private static final long SEED = 20260303;

    private static final String[] ITEMS = {
        "kettle", "lamp", "chair", "radio", "camera", "clock", "fan", "printer", "desk", "heater", "toaster", "bicycle"
    };
    private static final String[] TIMES = {
        "yesterday", "last week", "on Monday", "on Friday", "two days ago", "this morning", "in March", "a month ago"
    };
    private static final String[] DAYS = {"Monday", "Friday", "Saturday", "Sunday", "Christmas Eve", "New Year's Day"};

    /** A matter: its label, how often of ten it is asked about, how it is asked, how it is mentioned when settled. */
    private enum Matter {
        DELIVERY(
                "delivery status",
                4,
                new String[] {
                    "Where is the ITEM that I ordered TIME?",
                    "My ITEM has not arrived yet, and I ordered it TIME.",
                    "When will the ITEM be here?",
                    "The driver was to bring a ITEM TIME, but nobody came.",
                    "Can you tell me how far my ITEM is?"
                },
                "The ITEM arrived TIME, thank you."),
        FAULT(
                "faulty product",
                3,
                new String[] {
                    "The ITEM stopped working TIME.",
                    "My new ITEM makes a strange noise.",
                    "The ITEM came with a crack in it.",
                    "Nothing happens when I switch the ITEM on.",
                    "A part of the ITEM broke TIME."
                },
                "The ITEM that broke TIME works again."),
        REFUND(
                "refund",
                2,
                new String[] {
                    "I want my money back for the ITEM.",
                    "How do I return the ITEM that I bought TIME?",
                    "I sent the ITEM back TIME and have not been paid.",
                    "Please cancel the ITEM and repay me."
                },
                "You repaid me for the ITEM TIME, which was kind."),
        HOURS(
                "opening hours",
                1,
                new String[] {
                    "Are you open on DAY?",
                    "Until when may I come on DAY?",
                    "When do you close on DAY?",
                    "Is anybody at the shop on DAY?"
                },
                "I know that you are closed on DAY.");

        private final String label;
        private final int weight;

        @SuppressWarnings("ImmutableEnumChecker") // List.of
        private final List<String> asked;

        private final String settled;

        Matter(String label, int weight, String[] asked, String settled) {
            this.label = label;
            this.weight = weight;
            this.asked = List.of(asked);
            this.settled = settled;
        }
    }

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Set<String> taken = new HashSet<>();

    private Enquiries() {}

    /** Writes the parts into the folder in the first argument. */
    public static void main(String[] arguments) throws IOException {
        for (ExamplePart part : parts()) {
            Files.write(Path.of(arguments[0], part.file()), part.lines());
        }
    }

    static List<ExamplePart> parts() {
        Enquiries enquiries = new Enquiries();
        return List.of(
                new ExamplePart("train.tsv", enquiries.rows(900)),
                new ExamplePart("dev.tsv", enquiries.rows(100)),
                new ExamplePart("test.tsv", enquiries.rows(200)));
    }

    private List<String> rows(int count) {
        List<String> rows = new ArrayList<>(count);
        while (rows.size() < count) {
            Matter matter = drawn();
            String text = filled(matter.asked.get(random.nextInt(matter.asked.size())));
            Matter other = Matter.values()[random.nextInt(Matter.values().length)];
            if (random.nextBoolean() && other != matter) {
                String settled = filled(other.settled);
                text = random.nextBoolean() ? settled + " " + text : text + " " + settled;
            }
            if (taken.add(text)) {
                Matter said = random.nextInt(20) == 0 ? other : matter; // as clerks err
                rows.add(text + "\t" + said.label);
            }
        }
        return rows;
    }

    private Matter drawn() {
        int at = random.nextInt(10);
        for (Matter matter : Matter.values()) {
            at -= matter.weight;
            if (at < 0) {
                return matter;
            }
        }
        throw new AssertionError("weights make ten");
    }

    private String filled(String text) {
        return text.replace("ITEM", one(ITEMS)).replace("TIME", one(TIMES)).replace("DAY", one(DAYS));
    }

    private String one(String[] all) {
        return all[random.nextInt(all.length)];
    }
}
