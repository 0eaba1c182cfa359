package io.dragoman.engine.guard;

import io.dragoman.engine.search.Constraint;
import io.dragoman.engine.text.Vocabulary;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets a hypothesis say only words that its source or the lexicon has, only numbers that its source has, no word twice in a
 * row or three times, and no pair of words twice: copied and generated subwords otherwise join into words and numbers that
 * nobody wrote. A word with a byte piece in it is not judged. Threading: safe.
 */
public final class WordGuard {
    /** Enough that a word that was begun can be ended in all but rare cases (128 of 6,000 pieces). */
    static final int REACH = 128;

    private static final char SPACE_MARK = '\u2581';
    private static final Pattern BYTE = Pattern.compile("<0x[0-9A-F]{2}>");

    private final Lexicon lexicon;
    private final @Nullable String[] surfaces; // by id; null for a byte

    public WordGuard(Lexicon lexicon, Vocabulary vocabulary) {
        this.lexicon = lexicon;
        List<String> pieces = vocabulary.pieces();
        this.surfaces = new @Nullable String[pieces.size()];
        for (int id = 0; id < surfaces.length; id++) {
            surfaces[id] = surface(id, vocabulary);
        }
    }

    private static @Nullable String surface(int id, Vocabulary vocabulary) {
        if (id == vocabulary.unk() || id == vocabulary.bos() || id == vocabulary.eos() || id == vocabulary.pad()) {
            return " ";
        }
        String piece = vocabulary.piece(id);
        return BYTE.matcher(piece).matches() ? null : piece.replace(SPACE_MARK, ' ');
    }

    /** The constraint of one source, before the first token. */
    public Constraint of(String source) {
        return new GuardedText(this, SourceWords.of(source), "", false, SaidWords.NONE);
    }

    /** What a piece writes; null for a byte, which writes part of a character. */
    @Nullable String surface(int token) {
        return surfaces[token];
    }

    boolean isWord(String word, SourceWords source) {
        return hasNumbersOf(word, source, false)
                && (isNumber(word) || source.words().contains(word) || lexicon.contains(word));
    }

    boolean beginsWord(String beginning, SourceWords source) {
        return hasNumbersOf(beginning, source, true)
                && (isNumber(beginning) || source.beginsWord(beginning) || lexicon.begins(beginning));
    }

    private static boolean isNumber(String word) {
        return SourceWords.endOfDigits(word, 0) == word.length();
    }

    /** @param growing the word may go on, so a number at its end may be the beginning of one */
    private static boolean hasNumbersOf(String word, SourceWords source, boolean growing) {
        for (int from = 0; from < word.length(); from++) {
            int to = SourceWords.endOfDigits(word, from);
            if (to > from) {
                String number = word.substring(from, to);
                boolean may = growing && to == word.length();
                if (!(may ? source.beginsNumber(number) : source.numbers().contains(number))) {
                    return false;
                }
                from = to;
            }
        }
        return true;
    }
}
