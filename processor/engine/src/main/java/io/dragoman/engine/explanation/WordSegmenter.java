package io.dragoman.engine.explanation;

import io.dragoman.engine.text.Tokenizer;
import java.lang.Character.UnicodeScript;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * From pieces to words. Words are those of the JDK's {@link BreakIterator} for the root locale, so that punctuation stands
 * alone; where a script is written without spaces (Chinese, Japanese, Thai, …), each piece is a word, for the JDK knows no
 * dictionary of them and the tokenizer's pieces are the units that the model learned. Words that share a piece are one.
 * Threading: safe.
 */
public final class WordSegmenter {
    private static final Set<UnicodeScript> WITHOUT_SPACES = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR,
            UnicodeScript.TIBETAN);

    private final Tokenizer tokenizer;

    public WordSegmenter(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** A visible stretch of the text, in UTF-16 units. */
    private record Stretch(int from, int to) {}

    /** @param ids the last may be the end of the sentence */
    public Segmented segment(int[] ids) {
        String text = tokenizer.decode(ids);
        int[] ends = ends(ids, text);
        List<Stretch> stretches = stretches(text, ends);
        boolean ended =
                ids.length > 0 && ids[ids.length - 1] == tokenizer.vocabulary().eos();
        int spoken = ended ? ids.length - 1 : ids.length;
        List<Word> words = words(text, ends, spoken, stretches);
        List<String> pieces =
                Arrays.stream(ids).mapToObj(tokenizer.vocabulary()::piece).toList();
        if (ended) {
            words.add(new Word(pieces.get(spoken), spoken, ids.length, true));
        }
        return new Segmented(text, pieces, words);
    }

    /**
     * Where each piece's text ends. The bytes of a character that several pieces spell belong to the last of them: until
     * then the text of the pieces so far departs from the whole text.
     */
    private int[] ends(int[] ids, String text) {
        char[] whole = text.toCharArray();
        int[] ends = new int[ids.length];
        int end = 0;
        for (int i = 0; i < ids.length; i++) {
            int departs = Arrays.mismatch(head(ids, i + 1), whole);
            end = departs < 0 ? whole.length : Math.max(end, departs);
            ends[i] = end;
        }
        return ends;
    }

    private char[] head(int[] ids, int length) {
        return tokenizer.decode(Arrays.copyOf(ids, length)).toCharArray();
    }

    private static List<Stretch> stretches(String text, int[] ends) {
        TreeSet<Integer> cuts = new TreeSet<>();
        BreakIterator breaks = BreakIterator.getWordInstance(Locale.ROOT);
        breaks.setText(text);
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
            cuts.add(to);
            if (withoutSpaces(text.substring(from, to))) {
                for (int end : ends) {
                    if (end > from && end < to) {
                        cuts.add(end);
                    }
                }
            }
        }
        List<Stretch> stretches = new ArrayList<>();
        from = 0;
        for (int to : cuts) {
            if (!text.substring(from, to).isBlank()) {
                stretches.add(new Stretch(from, to));
            }
            from = to;
        }
        return stretches;
    }

    private static boolean withoutSpaces(String text) {
        return text.codePoints().anyMatch(c -> WITHOUT_SPACES.contains(UnicodeScript.of(c)));
    }

    private static List<Word> words(String text, int[] ends, int spoken, List<Stretch> stretches) {
        List<Word> words = new ArrayList<>();
        int firstPiece = 0; // of the word that grows
        int next = 0; // the stretch after those of the word that grows
        int first = 0; // its first stretch
        int piece = 0;
        for (; piece < spoken; piece++) {
            int begin = piece == 0 ? 0 : ends[piece - 1];
            if (ends[piece] == begin || text.substring(begin, ends[piece]).isBlank()) {
                continue; // a space or a part of a character: goes with the piece that follows
            }
            if (next > first && begin(text, begin) >= stretches.get(next - 1).to()) {
                int visible = lastVisible(text, ends, firstPiece, piece);
                words.add(word(text, stretches, first, next, firstPiece, visible));
                firstPiece = visible;
                first = next;
            }
            while (next < stretches.size() && stretches.get(next).from() < ends[piece]) {
                next++;
            }
        }
        if (piece > firstPiece) {
            words.add(word(text, stretches, first, next, firstPiece, piece));
        }
        return words;
    }

    /** Where the visible part of a piece begins. */
    private static int begin(String text, int from) {
        int at = from;
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The piece after the last one before {@code to} that has visible text. */
    private static int lastVisible(String text, int[] ends, int from, int to) {
        int last = to;
        while (last > from + 1
                && text.substring(last == 1 ? 0 : ends[last - 2], ends[last - 1])
                        .isBlank()) {
            last--;
        }
        return last;
    }

    private static Word word(String text, List<Stretch> stretches, int first, int next, int from, int to) {
        String visible = first == next
                ? ""
                : text.substring(
                        stretches.get(first).from(), stretches.get(next - 1).to());
        return new Word(visible, from, to, false);
    }
}
