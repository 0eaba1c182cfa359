package io.dragoman.engine.text;

import java.util.ArrayList;
import java.util.List;

/** Code points one by one, as SentencePiece's character model cuts them; a user symbol stays whole. */
record CharacterSegmenter(UserSymbols userSymbols) implements Segmenter {
    @Override
    public List<String> segment(String normalized) {
        List<String> characters = new ArrayList<>(normalized.length());
        for (int i = 0; i < normalized.length(); ) {
            int symbol = userSymbols.lengthAt(normalized, i);
            int end = i + (symbol > 0 ? symbol : Character.charCount(normalized.codePointAt(i)));
            characters.add(normalized.substring(i, end));
            i = end;
        }
        return characters;
    }
}
