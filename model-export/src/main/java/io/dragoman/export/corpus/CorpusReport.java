package io.dragoman.export.corpus;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was read and what was dropped.
 *
 * @param lines lines read
 * @param dropped number of lines dropped for each reason
 * @param firstLines number of the first line dropped for each reason, counted from 1
 */
public record CorpusReport(
        String name, int lines, Map<DropReason, Integer> dropped, Map<DropReason, Integer> firstLines) {

    public CorpusReport {
        dropped = Map.copyOf(dropped);
        firstLines = Map.copyOf(firstLines);
    }

    public int kept() {
        return lines - droppedTotal();
    }

    public int droppedTotal() {
        return dropped.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** One line a reason, for people. */
    public String describe() {
        StringBuilder text = new StringBuilder(String.format("%s: %,d lines, %,d kept", name, lines, kept()));
        new TreeMap<>(dropped)
                .forEach((reason, count) -> text.append(String.format(
                        "%n  dropped %,d: %s (first: line %,d)", count, reason.meaning(), firstLines.get(reason))));
        return text.toString();
    }

    /** Every reason in one line, the commonest first, each with what may be done about it. */
    String reasons() {
        return dropped.entrySet().stream()
                .sorted(Map.Entry.<DropReason, Integer>comparingByValue().reversed())
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%,d %s (first: line %,d; %s)",
                        entry.getValue(),
                        entry.getKey().meaning(),
                        firstLines.get(entry.getKey()),
                        entry.getKey().advice()))
                .collect(Collectors.joining(", "));
    }

    /** Collects while a file is read. */
    static final class Builder {
        private final String name;
        private final Map<DropReason, Integer> dropped = new EnumMap<>(DropReason.class);
        private final Map<DropReason, Integer> firstLines = new EnumMap<>(DropReason.class);

        Builder(String name) {
            this.name = name;
        }

        void drop(DropReason reason, int line) {
            dropped.merge(reason, 1, Integer::sum);
            firstLines.putIfAbsent(reason, line);
        }

        CorpusReport build(int lines) {
            return new CorpusReport(name, lines, dropped, firstLines);
        }
    }
}
