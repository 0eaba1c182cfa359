package io.dragoman.engine.guard;

import io.dragoman.engine.search.Constraint;
import io.dragoman.engine.text.Words;
import org.jspecify.annotations.Nullable;

/**
 * A hypothesis as far as its words are judged.
 *
 * @param beginning the word at its end, which may go on; empty between words
 * @param opaque that word holds a byte piece, so it is not judged
 */
record GuardedText(WordGuard guard, SourceWords source, String beginning, boolean opaque, SaidWords said)
        implements Constraint {

    @Override
    public @Nullable Constraint after(int token) {
        String surface = guard.surface(token);
        if (surface == null) {
            return new GuardedText(guard, source, "", true, said);
        }
        StringBuilder word = new StringBuilder(beginning);
        boolean hidden = opaque;
        SaidWords ended = said;
        int c;
        for (int i = 0; i < surface.length(); i += Character.charCount(c)) {
            c = surface.codePointAt(i);
            if (Words.inWord(c)) {
                word.appendCodePoint(c);
                continue;
            }
            SaidWords more = hidden ? ended : end(word, ended);
            if (more == null) {
                return null;
            }
            ended = more;
            hidden = false;
            word.setLength(0);
        }
        if (!hidden && !word.isEmpty() && !guard.beginsWord(Words.lower(word), source)) {
            return null;
        }
        return new GuardedText(guard, source, word.toString(), hidden, ended);
    }

    private @Nullable SaidWords end(CharSequence word, SaidWords ended) {
        if (word.isEmpty()) {
            return ended;
        }
        String lower = Words.lower(word);
        return guard.isWord(lower, source) ? ended.and(lower) : null;
    }

    @Override
    public boolean mayEnd() {
        return opaque || end(beginning, said) != null;
    }

    @Override
    public int reach() {
        return WordGuard.REACH;
    }
}
