package io.dragoman.export.corpus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** What a data file holds, whether it is compressed or not. */
public final class TextContent {
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final byte[] UTF8_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private TextContent() {}

    /**
     * Lines split at LF alone; a CR before it and a UTF-8 mark at the start are dropped. A line that is not UTF-8 is
     * null: the reader says what that means.
     *
     * @throws CorpusException where there is no file, it cannot be read, or it says that it is UTF-16
     */
    public static List<@Nullable String> lines(Path file) {
        byte[] bytes = read(file);
        requireNoUtf16(file, bytes);
        List<@Nullable String> lines = new ArrayList<>();
        int start = startsWith(bytes, UTF8_MARK) ? UTF8_MARK.length : 0;
        for (int i = start; i <= bytes.length; i++) {
            if (i == bytes.length ? start < i : bytes[i] == '\n') {
                int end = i > start && bytes[i - 1] == '\r' ? i - 1 : i;
                lines.add(decode(bytes, start, end));
                start = i + 1;
            }
        }
        return lines;
    }

    /** All bytes; those of a gzip file (told by its content) unpacked. */
    private static byte[] read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > 1 && (((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff)) == GZIP_MAGIC) {
                try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                    return in.readAllBytes();
                }
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new CorpusException("data " + file + ": found nothing, expected a file", e);
        } catch (IOException e) {
            throw new CorpusException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void requireNoUtf16(Path file, byte[] bytes) {
        boolean big = startsWith(bytes, new byte[] {(byte) 0xfe, (byte) 0xff});
        boolean little = startsWith(bytes, new byte[] {(byte) 0xff, (byte) 0xfe});
        if (big || little) {
            throw new CorpusException(file
                    + ": found UTF-16 (by its first two bytes), expected UTF-8; convert it: iconv -f UTF-16 -t UTF-8");
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= bytes.length || bytes[i] != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String decode(byte[] bytes, int start, int end) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, start, end - start))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
