package io.dragoman.engine.text;

import java.util.ArrayList;
import java.util.List;

/** Words as they stand between spaces, as SentencePiece's word model cuts them: each space mark begins a word, or ends one. */
record WholeWordSegmenter(boolean spaceAsSuffix) implements Segmenter {
    @Override
    public List<String> segment(String normalized) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < normalized.length(); i++) {
            if (normalized.charAt(i) == ModelNormalizer.SPACE_MARK) {
                int end = spaceAsSuffix ? i + 1 : i;
                if (end > start) {
                    words.add(normalized.substring(start, end));
                }
                start = end;
            }
        }
        if (start < normalized.length()) {
            words.add(normalized.substring(start));
        }
        return words;
    }
}
