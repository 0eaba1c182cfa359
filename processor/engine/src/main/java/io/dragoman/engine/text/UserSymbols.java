package io.dragoman.engine.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pieces that a text never loses: found before all else, at one place the longest wins. Threading: immutable. */
final class UserSymbols {
    private final Map<Character, List<String>> byFirst = new HashMap<>();

    UserSymbols(Collection<String> symbols) {
        for (String symbol : symbols) {
            if (!symbol.isEmpty()) {
                byFirst.computeIfAbsent(symbol.charAt(0), c -> new ArrayList<>())
                        .add(symbol);
            }
        }
        byFirst.values()
                .forEach(list ->
                        list.sort(Comparator.comparingInt(String::length).reversed()));
    }

    boolean isEmpty() {
        return byFirst.isEmpty();
    }

    /** Length in chars of the longest symbol that starts at an index; 0 when none does. */
    int lengthAt(String text, int index) {
        if (byFirst.isEmpty()) {
            return 0;
        }
        for (String symbol : byFirst.getOrDefault(text.charAt(index), List.of())) {
            if (text.startsWith(symbol, index)) {
                return symbol.length();
            }
        }
        return 0;
    }
}
