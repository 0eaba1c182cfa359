package io.dragoman.engine.guard;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeSet;

/** Words that may be said although a source lacks them, in lower case. Threading: safe. */
public final class Lexicon {
    private static final int MOST_WORDS = 2_000_000;

    private final String[] words; // ascending, so that words with one beginning lie side by side

    private Lexicon(String[] words) {
        this.words = words;
    }

    /** The words of texts, cut as the guard cuts what is generated. */
    public static Lexicon ofTexts(Collection<String> texts) {
        TreeSet<String> words = new TreeSet<>();
        texts.forEach(text -> words.addAll(SourceWords.of(text).words()));
        return new Lexicon(words.toArray(String[]::new));
    }

    /**
     * Reads what {@link #toText} wrote.
     *
     * @throws LexiconException where the file is not one word a line, each once, in ascending order
     */
    public static Lexicon load(Path file) {
        String[] words;
        try {
            words = Files.readAllLines(file, StandardCharsets.UTF_8).toArray(String[]::new);
        } catch (CharacterCodingException e) {
            throw new LexiconException("lexicon %s: found bytes that are not UTF-8".formatted(file), e);
        } catch (IOException e) {
            throw new LexiconException("lexicon %s: cannot be read: %s".formatted(file, e), e);
        }
        if (words.length > MOST_WORDS) {
            throw new LexiconException(
                    "lexicon %s: found %,d words, expected at most %,d".formatted(file, words.length, MOST_WORDS));
        }
        for (int i = 1; i < words.length; i++) {
            if (words[i].compareTo(words[i - 1]) <= 0) {
                throw new LexiconException("lexicon %s, line %d: found %s after %s, expected each word once, ascending"
                        .formatted(file, i + 1, words[i], words[i - 1]));
            }
        }
        return new Lexicon(words);
    }

    /** One word a line, in ascending order of UTF-16 units. */
    public String toText() {
        return words.length == 0 ? "" : String.join("\n", words) + "\n";
    }

    public int size() {
        return words.length;
    }

    boolean contains(String word) {
        return Arrays.binarySearch(words, word) >= 0;
    }

    /** Whether a word begins so. */
    boolean begins(String beginning) {
        int at = Arrays.binarySearch(words, beginning);
        int next = at >= 0 ? at : -at - 1;
        return next < words.length && words[next].startsWith(beginning);
    }
}
