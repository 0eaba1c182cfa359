package io.dragoman.export.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checkpoints on disk: a JSON head (shape, position), the arrays in the order of the shape (weights, and for a full
 * checkpoint both moments), big-endian, then the SHA-256 of all before it. Written beside and moved into place, so a
 * file under its name is whole.
 */
final class CheckpointFile {
    private static final int MAGIC = 0x4452_4743; // "DRGC"
    private static final ObjectMapper JSON = new ObjectMapper();

    private CheckpointFile() {}

    private record Head(NetworkShape shape, Checkpoint.Position position, boolean moments) {}

    static void write(Path file, Checkpoint checkpoint) {
        write(file, new Head(checkpoint.weights().shape(), checkpoint.position(), true), checkpoint);
    }

    /** Only the weights, for averaging and export. */
    static void writeWeights(Path file, NetworkWeights weights, Checkpoint.Position position) {
        write(file, new Head(weights.shape(), position, false), new Checkpoint(position, weights, Map.of(), Map.of()));
    }

    private static void write(Path file, Head head, Checkpoint checkpoint) {
        try {
            WholeFile.write(file, raw -> {
                MessageDigest digest = sha256();
                BufferedOutputStream buffer = new BufferedOutputStream(raw, 1 << 20);
                DataOutputStream out = new DataOutputStream(new DigestOutputStream(buffer, digest));
                byte[] json = JSON.writeValueAsBytes(head);
                out.writeInt(MAGIC);
                out.writeInt(json.length);
                out.write(json);
                writeArrays(out, checkpoint.weights().arrays());
                if (head.moments()) {
                    writeArrays(out, checkpoint.means());
                    writeArrays(out, checkpoint.variances());
                }
                out.flush();
                buffer.write(digest.digest());
                buffer.flush();
            });
        } catch (IOException e) {
            throw new TrainingException(
                    "cannot write checkpoint " + file + ": " + e.getMessage()
                            + "; the one before it is untouched: make room and give the same command again to go on from it",
                    e);
        }
    }

    /** Checks a file against its digest before anything in it is believed; a damaged one is a TrainingException. */
    static Checkpoint read(Path file) {
        try {
            requireWhole(file);
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
                if (in.readInt() != MAGIC) {
                    throw new TrainingException(file + " is not a checkpoint");
                }
                byte[] json = new byte[in.readInt()];
                in.readFully(json);
                Head head = JSON.readValue(json, Head.class);
                NetworkWeights weights = new NetworkWeights(head.shape(), readArrays(in, head.shape()));
                Map<String, float[]> means = head.moments() ? readArrays(in, head.shape()) : Map.of();
                Map<String, float[]> variances = head.moments() ? readArrays(in, head.shape()) : Map.of();
                return new Checkpoint(head.position(), weights, means, variances);
            }
        } catch (IOException e) {
            throw new TrainingException(file + " is damaged or unreadable: " + e, e);
        }
    }

    private static void requireWhole(Path file) throws IOException {
        MessageDigest digest = sha256();
        long content = Files.size(file) - digest.getDigestLength();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
            byte[] chunk = new byte[1 << 16];
            for (long left = content; left > 0; ) {
                int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
                if (read < 0) {
                    break;
                }
                digest.update(chunk, 0, read);
                left -= read;
            }
            if (content < 0 || !MessageDigest.isEqual(digest.digest(), in.readAllBytes())) {
                throw new TrainingException(file + " is damaged: its SHA-256 does not match its content");
            }
        }
    }

    private static void writeArrays(DataOutputStream out, Map<String, float[]> arrays) throws IOException {
        for (float[] values : arrays.values()) {
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
            bytes.asFloatBuffer().put(values);
            out.write(bytes.array());
        }
    }

    private static Map<String, float[]> readArrays(DataInputStream in, NetworkShape shape) throws IOException {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        for (Map.Entry<String, long[]> entry : shape.arrays().entrySet()) {
            int size = 1;
            for (long d : entry.getValue()) {
                size = Math.multiplyExact(size, (int) d);
            }
            byte[] bytes = new byte[size * Float.BYTES];
            in.readFully(bytes);
            float[] values = new float[size];
            ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
            arrays.put(entry.getKey(), values);
        }
        return arrays;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
