package io.dragoman.engine.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Text from bytes that should be UTF-8: each byte that is not part of a character becomes U+FFFD, as SentencePiece has it. */
final class ByteText {
    private ByteText() {}

    static void append(ByteArrayOutputStream collected, StringBuilder text) {
        byte[] bytes = collected.toByteArray();
        for (int i = 0; i < bytes.length; ) {
            int length = characterLength(bytes, i);
            if (length == 0) {
                text.append('\ufffd');
                i++;
            } else {
                text.append(new String(bytes, i, length, StandardCharsets.UTF_8));
                i += length;
            }
        }
    }

    /** Length of the well-formed character at a place; 0 when there is none. */
    private static int characterLength(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        int length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (at + length > bytes.length) {
            return 0;
        }
        int codePoint = length == 1 ? first : first & (0xff >>> (length + 1));
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
            codePoint = (codePoint << 6) | (bytes[at + i] & 0x3f);
        }
        boolean overlong = (length == 3 && codePoint < 0x800) || (length == 4 && codePoint < 0x10000);
        boolean outside = codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff);
        return overlong || outside ? 0 : length;
    }
}
