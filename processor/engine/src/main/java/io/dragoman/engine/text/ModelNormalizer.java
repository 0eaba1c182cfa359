package io.dragoman.engine.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The normalisation that a SentencePiece model asks for: its character map, its handling of spaces and the space mark in front (or
 * behind). User symbols pass untouched. Threading: immutable.
 */
final class ModelNormalizer {
    static final char SPACE_MARK = '\u2581';
    private static final byte[] MARK = "\u2581".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SPACE = {' '};

    private final SentencePieceModel model;
    private final UserSymbols symbols;
    private final @Nullable CharacterMap map;

    ModelNormalizer(SentencePieceModel model, UserSymbols symbols) {
        this.model = model;
        this.symbols = symbols;
        this.map = model.characterMap().length == 0 ? null : CharacterMap.parse(model.characterMap());
    }

    String apply(String text) {
        return map == null ? plain(text) : mapped(text, map);
    }

    private byte[] space() {
        return model.escapeSpaces() ? MARK : SPACE;
    }

    /** Without a map: the characters are kept, only spaces change. */
    private String plain(String text) {
        int start = 0;
        while (model.removeExtraSpaces() && start < text.length() && text.charAt(start) == ' ') {
            start++;
        }
        if (start == text.length()) {
            return "";
        }
        char space = model.escapeSpaces() ? SPACE_MARK : ' ';
        StringBuilder result = new StringBuilder(text.length() + 1);
        if (model.dummyPrefix() && !model.spaceAsSuffix()) {
            result.append(space);
        }
        boolean afterSpace = model.removeExtraSpaces();
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ') {
                result.append(c);
            } else if (!afterSpace) {
                result.append(space);
            }
            afterSpace = model.removeExtraSpaces() && c == ' ';
        }
        return end(result, space);
    }

    private String end(StringBuilder result, char space) {
        int length = result.length();
        while (model.removeExtraSpaces() && length > 0 && result.charAt(length - 1) == space) {
            length--;
        }
        result.setLength(length);
        if (model.dummyPrefix() && model.spaceAsSuffix()) {
            result.append(space);
        }
        return result.toString();
    }

    private String mapped(String text, CharacterMap characterMap) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream result = new ByteArrayOutputStream(utf8.length + 8);
        boolean begun = false;
        boolean afterSpace = model.removeExtraSpaces();
        for (int at = 0, chars = 0; at < utf8.length; ) {
            CharacterMap.Match match = matchAt(text, chars, utf8, at, characterMap);
            chars += utf16Length(utf8, at, match.length());
            at += match.length();
            if (!begun && model.removeExtraSpaces() && Arrays.equals(match.replacement(), SPACE)) {
                continue;
            }
            if (!begun && model.dummyPrefix() && !model.spaceAsSuffix()) {
                result.writeBytes(space());
            }
            begun = true;
            afterSpace = append(result, match.replacement(), afterSpace);
        }
        return begun
                ? end(
                        new StringBuilder(result.toString(StandardCharsets.UTF_8)),
                        model.escapeSpaces() ? SPACE_MARK : ' ')
                : "";
    }

    /** What the next characters become: a user symbol or an unmapped character stays itself. */
    private CharacterMap.Match matchAt(String text, int index, byte[] utf8, int at, CharacterMap characterMap) {
        int symbol = symbols.lengthAt(text, index);
        CharacterMap.Match match = symbol > 0 ? CharacterMap.NONE : characterMap.longestAt(utf8, at);
        if (match.length() > 0) {
            return match;
        }
        int length = symbol > 0 ? utf8Length(text, index, symbol) : characterLength(utf8[at]);
        return new CharacterMap.Match(length, Arrays.copyOfRange(utf8, at, at + length));
    }

    /** Says whether a space that follows is one too many. */
    private boolean append(ByteArrayOutputStream result, byte[] piece, boolean afterSpace) {
        int from = 0;
        while (afterSpace && from < piece.length && piece[from] == ' ') {
            from++;
        }
        if (from == piece.length) {
            return afterSpace;
        }
        for (int i = from; i < piece.length; i++) {
            if (piece[i] == ' ') {
                result.writeBytes(space());
            } else {
                result.write(piece[i]);
            }
        }
        return model.removeExtraSpaces() && piece[piece.length - 1] == ' ';
    }

    private static int characterLength(byte first) {
        int b = first & 0xff;
        return b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
    }

    private static int utf16Length(byte[] utf8, int from, int length) {
        int chars = 0;
        for (int i = from; i < from + length; i += characterLength(utf8[i])) {
            chars += characterLength(utf8[i]) == 4 ? 2 : 1;
        }
        return chars;
    }

    private static int utf8Length(String text, int from, int chars) {
        return text.substring(from, from + chars).getBytes(StandardCharsets.UTF_8).length;
    }
}
