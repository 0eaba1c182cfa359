package io.dragoman.export.tokenizer;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes sentencepiece_model.proto with the identity normaliser. Ids: unk 0, bos 1, eos 2, pad 3, then the 256 bytes of a
 * kind that has them, then a control piece for each label, then the pieces in the order they are added.
 */
final class SentencePieceModelWriter {
    private static final int BYTES = 256;

    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int BYTE = 6;

    private final TokenizerKind kind;
    private final List<byte[]> pieces = new ArrayList<>();

    SentencePieceModelWriter(TokenizerKind kind, int labels) {
        this.kind = kind;
        add("<unk>", 0, UNKNOWN);
        add("<s>", 0, CONTROL);
        add("</s>", 0, CONTROL);
        add("<pad>", 0, CONTROL);
        if (kind.bytes()) {
            for (int b = 0; b < BYTES; b++) {
                add(String.format("<0x%02X>", b), 0, BYTE);
            }
        }
        for (int label = 0; label < labels; label++) {
            add("<label:" + label + ">", 0, CONTROL);
        }
    }

    @FunctionalInterface
    private interface Body {
        void write(CodedOutputStream out) throws IOException;
    }

    /** @param score what segmentation goes by: the greater the better */
    void add(String text, float score) {
        add(text, score, NORMAL);
    }

    private void add(String text, float score, int type) {
        pieces.add(message(piece -> {
            piece.writeString(1, text);
            piece.writeFloat(2, score);
            piece.writeEnum(3, type);
        }));
    }

    byte[] write() {
        return message(out -> {
            for (byte[] piece : pieces) {
                out.writeByteArray(1, piece);
            }
            out.writeByteArray(2, trainerSpec());
            out.writeByteArray(3, normalizerSpec());
        });
    }

    private byte[] trainerSpec() {
        return message(spec -> {
            spec.writeEnum(3, kind.modelType());
            spec.writeInt32(4, pieces.size());
            spec.writeBool(35, kind.bytes());
            spec.writeInt32(40, 0);
            spec.writeInt32(41, 1);
            spec.writeInt32(42, 2);
            spec.writeInt32(43, 3);
        });
    }

    /** Subwords are for prose, where spaces mean no more than one; words and characters keep every space. */
    private byte[] normalizerSpec() {
        return message(spec -> {
            spec.writeString(1, "identity");
            spec.writeBool(3, true);
            spec.writeBool(4, kind == TokenizerKind.BPE);
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
