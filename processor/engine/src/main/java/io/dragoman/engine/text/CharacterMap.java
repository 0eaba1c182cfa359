package io.dragoman.engine.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The precompiled character map of a SentencePiece model ({@code precompiled_charsmap}): a double-array trie (Darts-clone units of 32
 * bits) over UTF-8 from a run of characters to an offset among zero-terminated replacements. Threading: immutable.
 */
final class CharacterMap {
    private static final int LABEL = 0x800000ff;

    private final int[] units;
    private final byte[] replacements;

    private CharacterMap(int[] units, byte[] replacements) {
        this.units = units;
        this.replacements = replacements;
    }

    /** @throws TokenizerException when the lengths inside do not fit */
    static CharacterMap parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int size = bytes.length < 4 ? -1 : buffer.getInt();
        if (size < 4 || size % 4 != 0 || size > buffer.remaining()) {
            throw new TokenizerException("character map: found a trie of " + size + " bytes in " + bytes.length
                    + ", expected a multiple of 4 that fits");
        }
        int[] units = new int[size / 4];
        for (int i = 0; i < units.length; i++) {
            units[i] = buffer.getInt();
        }
        byte[] replacements = new byte[buffer.remaining()];
        buffer.get(replacements);
        return new CharacterMap(units, replacements);
    }

    /** The longest mapped run at a place: its length in bytes and its replacement; a length of 0 says that none is mapped. */
    record Match(int length, byte[] replacement) {}

    static final Match NONE = new Match(0, new byte[0]);

    Match longestAt(byte[] utf8, int from) {
        int length = 0;
        int value = 0;
        int node = offset(units[0]);
        for (int i = from; i < utf8.length; i++) {
            int label = utf8[i] & 0xff;
            node ^= label;
            if (node >= units.length || (units[node] & LABEL) != label) {
                break;
            }
            int unit = units[node];
            node ^= offset(unit);
            if ((unit >>> 8 & 1) == 1 && node < units.length) {
                value = units[node] & 0x7fffffff;
                length = i + 1 - from;
            }
        }
        return length == 0 ? NONE : new Match(length, replacement(value));
    }

    private static int offset(int unit) {
        return (unit >>> 10) << ((unit & 1 << 9) >>> 6);
    }

    private byte[] replacement(int start) {
        int end = start;
        while (end < replacements.length && replacements[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(replacements, Math.min(start, end), end);
    }
}
