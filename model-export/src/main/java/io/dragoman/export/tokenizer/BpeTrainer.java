package io.dragoman.export.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * Learns byte-pair merges (Sennrich et al. 2016): join the most frequent pair of neighbours inside words, again and
 * again. Words are split first, so that no piece mixes letters, digits and punctuation; a digit stands alone.
 * Ties go to the pair that is smaller as text, so the result depends on the sentences alone.
 */
final class BpeTrainer {
    private static final double COVERAGE = 0.9999;
    private static final String SPACE_MARK = "\u2581";

    private final List<String> symbols = new ArrayList<>();
    private final Map<String, Integer> symbolIds = new HashMap<>();
    private final List<int[]> words = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private final Map<Long, Long> pairCounts = new HashMap<>();
    private final Map<Long, Set<Integer>> pairWords = new HashMap<>();

    private BpeTrainer() {}

    /** Pieces best first: merges in the order learned, then single characters, most frequent first. */
    static List<String> train(List<String> sentences, int size) {
        BpeTrainer trainer = new BpeTrainer();
        Map<String, Integer> frequencies = wordCounts(sentences);
        List<String> characters = covered(frequencies);
        if (characters.size() > size) {
            throw new IllegalArgumentException("the text has " + characters.size()
                    + " frequent characters, the vocabulary has room for " + size + "; use a larger vocabulary");
        }
        trainer.addWords(frequencies, new HashSet<>(characters));
        List<String> pieces = trainer.merge(size - characters.size());
        pieces.addAll(characters);
        return pieces;
    }

    private static Map<String, Integer> wordCounts(List<String> sentences) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String sentence : sentences) {
            for (String word : sentence.split(" ")) {
                if (!word.isEmpty()) {
                    parts(SPACE_MARK + word).forEach(part -> counts.merge(part, 1, Integer::sum));
                }
            }
        }
        return counts;
    }

    private enum Kind {
        LETTERS,
        DIGIT,
        OTHER;

        static Kind of(int codePoint) {
            if (Character.isDigit(codePoint)) {
                return DIGIT;
            }
            int type = Character.getType(codePoint);
            boolean mark = type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
            return Character.isLetter(codePoint) || mark ? LETTERS : OTHER;
        }
    }

    /** Cuts a word, its space mark first, where the kind of character changes. */
    private static List<String> parts(String word) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder(SPACE_MARK);
        Kind kind = null;
        for (int i = 1; i < word.length(); ) {
            int codePoint = word.codePointAt(i);
            Kind here = Kind.of(codePoint);
            if (kind != null && (here != kind || here == Kind.DIGIT)) {
                parts.add(part.toString());
                part.setLength(0);
            }
            part.appendCodePoint(codePoint);
            kind = here;
            i += Character.charCount(codePoint);
        }
        parts.add(part.toString());
        return parts;
    }

    /** The most frequent characters that make up the coverage asked for; the rest falls back to bytes. */
    private static List<String> covered(Map<String, Integer> words) {
        Map<String, Long> frequencies = new TreeMap<>();
        words.forEach((word, count) -> word.codePoints()
                .mapToObj(Character::toString)
                .forEach(c -> frequencies.merge(c, (long) count, Long::sum)));
        long total = frequencies.values().stream().mapToLong(Long::longValue).sum();
        List<Map.Entry<String, Long>> sorted = new ArrayList<>(frequencies.entrySet());
        sorted.sort(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        List<String> kept = new ArrayList<>();
        long sum = 0;
        for (Map.Entry<String, Long> entry : sorted) {
            if (sum >= COVERAGE * total) {
                break;
            }
            kept.add(entry.getKey());
            sum += entry.getValue();
        }
        return kept;
    }

    /** Words become symbol ids; a word with a character that is not covered is cut there. */
    private void addWords(Map<String, Integer> frequencies, Set<String> characters) {
        Map<String, Integer> clean = new LinkedHashMap<>();
        frequencies.forEach((word, count) -> {
            StringBuilder run = new StringBuilder();
            for (int codePoint : word.codePoints().toArray()) {
                String character = Character.toString(codePoint);
                if (characters.contains(character)) {
                    run.append(character);
                } else if (!run.isEmpty()) {
                    clean.merge(run.toString(), count, Integer::sum);
                    run.setLength(0);
                }
            }
            if (!run.isEmpty()) {
                clean.merge(run.toString(), count, Integer::sum);
            }
        });
        clean.forEach((word, count) -> {
            int[] ids = word.codePoints()
                    .mapToObj(Character::toString)
                    .mapToInt(this::symbol)
                    .toArray();
            int index = words.size();
            words.add(ids);
            counts.add(count);
            count(ids, index, count);
        });
    }

    private int symbol(String text) {
        return symbolIds.computeIfAbsent(text, t -> {
            symbols.add(t);
            return symbols.size() - 1;
        });
    }

    private void count(int[] word, int index, int amount) {
        for (int i = 0; i + 1 < word.length; i++) {
            long pair = pair(word[i], word[i + 1]);
            pairCounts.merge(pair, (long) amount, Long::sum);
            if (amount > 0) {
                pairWords.computeIfAbsent(pair, k -> new HashSet<>()).add(index);
            }
        }
    }

    private record Candidate(long pair, long count, String text) {}

    private List<String> merge(int merges) {
        PriorityQueue<Candidate> agenda = new PriorityQueue<>(
                Comparator.comparingLong(Candidate::count).reversed().thenComparing(Candidate::text));
        pairCounts.keySet().forEach(pair -> offer(agenda, pair));
        List<String> pieces = new ArrayList<>();
        while (pieces.size() < merges && !agenda.isEmpty()) {
            Candidate top = agenda.poll();
            long now = pairCounts.getOrDefault(top.pair, 0L);
            if (now != top.count) {
                continue; // a fresher entry of this pair is in the queue, or it is gone
            }
            boolean known = symbolIds.containsKey(top.text);
            int joined = symbol(top.text);
            if (!known) {
                pieces.add(top.text);
            }
            join(top.pair, joined).forEach(pair -> offer(agenda, pair));
        }
        return pieces;
    }

    private void offer(PriorityQueue<Candidate> agenda, long pair) {
        long count = pairCounts.getOrDefault(pair, 0L);
        if (count > 0) {
            agenda.add(new Candidate(pair, count, symbols.get(left(pair)) + symbols.get(right(pair))));
        }
    }

    /** Replaces a pair in every word that has it; returns the pairs whose counts changed. */
    private Set<Long> join(long pair, int joined) {
        Set<Long> changed = new HashSet<>();
        for (int index : pairWords.getOrDefault(pair, Set.of())) {
            int[] word = words.get(index);
            int amount = counts.get(index);
            count(word, index, -amount);
            addPairs(word, changed);
            int[] shorter = joinIn(word, left(pair), right(pair), joined);
            words.set(index, shorter);
            count(shorter, index, amount);
            addPairs(shorter, changed);
        }
        pairWords.remove(pair);
        pairCounts.remove(pair);
        changed.remove(pair);
        return changed;
    }

    private static void addPairs(int[] word, Set<Long> pairs) {
        for (int i = 0; i + 1 < word.length; i++) {
            pairs.add(pair(word[i], word[i + 1]));
        }
    }

    private static int[] joinIn(int[] word, int left, int right, int joined) {
        int[] result = new int[word.length];
        int n = 0;
        for (int i = 0; i < word.length; i++) {
            if (i + 1 < word.length && word[i] == left && word[i + 1] == right) {
                result[n++] = joined;
                i++;
            } else {
                result[n++] = word[i];
            }
        }
        return java.util.Arrays.copyOf(result, n);
    }

    private static long pair(int left, int right) {
        return (long) left << 32 | right;
    }

    private static int left(long pair) {
        return (int) (pair >>> 32);
    }

    private static int right(long pair) {
        return (int) pair;
    }
}
