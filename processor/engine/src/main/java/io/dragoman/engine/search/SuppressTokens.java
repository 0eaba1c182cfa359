package io.dragoman.engine.search;

import java.util.Set;

/** Never generates the given tokens; bos and pad are never part of a sentence. */
public record SuppressTokens(Set<Integer> tokens) implements LogitsProcessor {
    public SuppressTokens {
        tokens = Set.copyOf(tokens);
    }

    @Override
    public int reach() {
        return tokens.size();
    }

    @Override
    public boolean allows(int length, int token) {
        return !tokens.contains(token);
    }
}
