package io.dragoman.stream.proof;

import io.dragoman.event.DecodingOptions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values that no good application should choke on, each with the dead-letter reasons that are right for it. */
final class BadValues {

    /** A bad value and the reasons of which one must be named. */
    record Bad(byte @Nullable [] value, Set<String> reasons) {}

    private static final Set<String> UNDECODABLE = Set.of("UNDECODABLE");
    private static final int HUGE_EVERY = 250;
    private static final int HUGE_CHARACTERS = 880_000;

    private final ProofApplication application;
    private final Random random = new Random(5);
    private final byte[] huge;

    BadValues(ProofApplication application) {
        this.application = application;
        this.huge = application.source("word ".repeat(HUGE_CHARACTERS / 5), null, null);
    }

    /** The n-th bad value: the kinds take turns. */
    Bad value(int n) {
        if (n % HUGE_EVERY == 0) {
            return new Bad(huge, Set.of("SOURCE_TOO_LONG"));
        }
        byte[] good = application.sentence(n);
        return switch (n % 12) {
            case 0 -> new Bad(randomBytes((byte) (1 + random.nextInt(255))), UNDECODABLE);
            case 1 -> new Bad(Arrays.copyOf(good, 5 + random.nextInt(good.length - 6)), UNDECODABLE);
            case 2 -> new Bad(unknownId(good), UNDECODABLE);
            case 3 -> new Bad(new byte[0], UNDECODABLE);
            case 4 -> new Bad(null, UNDECODABLE);
            case 5 -> new Bad(wrongMagic(good), UNDECODABLE);
            case 6 -> new Bad(application.source("", null, null), Set.of("EMPTY_TEXT"));
            case 7 -> new Bad(application.source(" \t\u00a0 ".repeat(1 + n % 5), null, null), Set.of("EMPTY_TEXT"));
            case 8 -> new Bad(invalidUtf8(n), Set.of("INVALID_TEXT", "UNDECODABLE"));
            case 9 ->
                new Bad(
                        application.source("hello", null, new DecodingOptions(-1 - n % 7, null, null, null)),
                        Set.of("INVALID_OPTIONS"));
            case 10 -> new Bad(application.source("hello", "no-such-model-" + n, null), Set.of("UNKNOWN_MODEL"));
            default -> new Bad("{\"text\": \"\\ud83d\"}".getBytes(StandardCharsets.UTF_8), UNDECODABLE);
        };
    }

    /** Unusual texts that are well-formed and must be generated from like every other. */
    static List<String> oddButGood() {
        return List.of(
                "an emoji 😀 here",
                "a family 👩‍👩‍👧‍👦 and a flag 🇫🇷",
                "a lone surrogate as JSON escapes it: \\ud83d",
                "العربية والعبرية עברית",
                "combining e\u0301 and \u200bzero width");
    }

    private byte[] randomBytes(byte first) {
        byte[] bytes = new byte[1 + random.nextInt(300)];
        random.nextBytes(bytes);
        bytes[0] = first;
        return bytes;
    }

    private byte[] unknownId(byte[] good) {
        byte[] bytes = good.clone();
        bytes[2] = (byte) (1 + random.nextInt(100));
        bytes[3] = (byte) random.nextInt(4); // few ids: a registry is not asked the same thing without end
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
