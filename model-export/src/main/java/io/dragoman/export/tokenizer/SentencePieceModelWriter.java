package io.dragoman.export.tokenizer;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes sentencepiece_model.proto: BPE, identity normaliser, byte fallback; ids unk 0, bos 1, eos 2, pad 3, bytes 4-259. */
final class SentencePieceModelWriter {
    private static final int BYTES = 256;
    private static final int SPECIAL = 4;
    static final int RESERVED = SPECIAL + BYTES;

    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int BYTE = 6;
    private static final int MODEL_TYPE_BPE = 2;

    private SentencePieceModelWriter() {}

    @FunctionalInterface
    private interface Body {
        void write(CodedOutputStream out) throws IOException;
    }

    static byte[] write(List<String> pieces) {
        return message(out -> {
            piece(out, "<unk>", 0, UNKNOWN);
            piece(out, "<s>", 0, CONTROL);
            piece(out, "</s>", 0, CONTROL);
            piece(out, "<pad>", 0, CONTROL);
            for (int b = 0; b < BYTES; b++) {
                piece(out, String.format("<0x%02X>", b), 0, BYTE);
            }
            for (int rank = 0; rank < pieces.size(); rank++) {
                piece(out, pieces.get(rank), -rank, NORMAL);
            }
            out.writeByteArray(2, trainerSpec(RESERVED + pieces.size()));
            out.writeByteArray(3, normalizerSpec());
        });
    }

    private static void piece(CodedOutputStream out, String text, float score, int type) throws IOException {
        out.writeByteArray(1, message(piece -> {
            piece.writeString(1, text);
            piece.writeFloat(2, score);
            piece.writeEnum(3, type);
        }));
    }

    private static byte[] trainerSpec(int size) {
        return message(spec -> {
            spec.writeEnum(3, MODEL_TYPE_BPE);
            spec.writeInt32(4, size);
            spec.writeBool(35, true);
            spec.writeInt32(40, 0);
            spec.writeInt32(41, 1);
            spec.writeInt32(42, 2);
            spec.writeInt32(43, 3);
        });
    }

    private static byte[] normalizerSpec() {
        return message(spec -> {
            spec.writeString(1, "identity");
            spec.writeBool(3, true);
            spec.writeBool(4, true);
            spec.writeBool(5, true);
        });
    }

    private static byte[] message(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            body.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
