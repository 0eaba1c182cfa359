package io.dragoman.stream.proof;

import io.dragoman.event.DecodingOptions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values that no good application should choke on, each with the one dead-letter reason that is right for it. */
final class BadValues {

    /** A bad value and the reason that must be named. */
    record Bad(String kind, byte @Nullable [] value, String reason) {}

    private static final String UNDECODABLE = "UNDECODABLE";
    private static final int HUGE_EVERY = 250;
    private static final int KINDS = 14;

    private final ProofApplication application;
    private final Random random = new Random(5);
    private final List<byte[]> huge;

    BadValues(ProofApplication application) {
        this.application = application;
        this.huge = List.of(
                application.source("word ".repeat(200_000), null, null), // 1 MB
                application.source("x".repeat(1 << 20), null, null), // 1 MiB, one word
                application.source("😀".repeat(1 << 18), null, null)); // 1 MiB of UTF-8
    }

    /** The n-th bad value: the kinds take turns. */
    Bad value(int n) {
        if (n % HUGE_EVERY == 0) {
            return new Bad("1 MB of text", huge.get(n / HUGE_EVERY % huge.size()), "SOURCE_TOO_LONG");
        }
        byte[] good = application.sentence(n);
        return switch (n % KINDS) {
            case 0 -> new Bad("random bytes", randomBytes(), UNDECODABLE);
            case 1 -> new Bad("random bytes after a right id", randomBody(good), UNDECODABLE);
            case 2 -> new Bad("truncated Avro", Arrays.copyOf(good, 5 + random.nextInt(good.length - 5)), UNDECODABLE);
            case 3 -> new Bad("truncated id", Arrays.copyOf(good, 1 + random.nextInt(4)), UNDECODABLE);
            case 4 -> new Bad("unknown id", unknownId(good), UNDECODABLE);
            case 5 -> new Bad("empty", new byte[0], UNDECODABLE);
            case 6 -> new Bad("null", null, UNDECODABLE);
            case 7 -> new Bad("wrong magic byte", wrongMagic(good), UNDECODABLE);
            case 8 -> new Bad("empty text", application.source("", null, null), "EMPTY_TEXT");
            case 9 ->
                new Bad("blank text", application.source(" \t\u00a0\n ".repeat(1 + n % 5), null, null), "EMPTY_TEXT");
            case 10 -> new Bad("lone surrogate in UTF-8", invalidUtf8(n), "INVALID_TEXT");
            case 11 ->
                new Bad(
                        "bad options",
                        application.source("hello", null, new DecodingOptions(-1 - n % 7, null, null, null)),
                        "INVALID_OPTIONS");
            case 12 ->
                new Bad("unknown model", application.source("hello", "no-such-model-" + n, null), "UNKNOWN_MODEL");
            default ->
                new Bad(
                        "lone surrogate escaped in JSON",
                        ("{\"text\": \"\\ud83d " + n + "\"}").getBytes(StandardCharsets.UTF_8),
                        UNDECODABLE);
        };
    }

    /** Unusual texts that are well-formed and must be generated from like every other. */
    static List<String> oddButGood() {
        return List.of(
                "an emoji 😀 here",
                "a family 👩‍👩‍👧‍👦 and a flag 🇫🇷",
                "a lone surrogate as JSON escapes it: \\ud83d",
                "العربية والعبرية עברית",
                "combining e\u0301 and \u200bzero width",
                "control \u0000 \u0001 \u0007 \u001b[31m \u007f \u0085 characters",
                "\u0002\u0003",
                "no character: \uffff \ufdd0 and a BOM \ufeff",
                "a replacement character \ufffd that was sent as it is");
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[1 + random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] randomBody(byte[] good) {
        byte[] bytes = new byte[40 + random.nextInt(200)];
        random.nextBytes(bytes);
        System.arraycopy(good, 0, bytes, 0, 5);
        return bytes;
    }

    private byte[] unknownId(byte[] good) {
        byte[] bytes = good.clone();
        bytes[2] = (byte) (1 + random.nextInt(100));
        bytes[3] = (byte) random.nextInt(4);
        return bytes;
    }

    private static byte[] wrongMagic(byte[] good) {
        byte[] bytes = good.clone();
        bytes[0] = 1;
        return bytes;
    }

    /** A high surrogate alone, encoded as three bytes (CESU-8), which UTF-8 forbids, in place of three letters. */
    private byte[] invalidUtf8(int n) {
        byte[] bytes = application.source("abc xyz" + n, null, null);
        for (int i = 0; i < bytes.length - 2; i++) {
            if (bytes[i] == 'x' && bytes[i + 1] == 'y' && bytes[i + 2] == 'z') {
                bytes[i] = (byte) 0xED;
                bytes[i + 1] = (byte) 0xA0;
                bytes[i + 2] = (byte) 0xBD;
                return bytes;
            }
        }
        throw new IllegalStateException("the letters are gone");
    }
}
