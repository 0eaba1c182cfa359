package io.dragoman.engine.text;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a SentencePiece model file (sentencepiece_model.proto) that segmentation needs.
 *
 * @param modelType 1 unigram, 2 BPE, 3 word, 4 character
 * @param characterMap precompiled_charsmap; empty for the identity normaliser
 * @param spaceAsSuffix the space mark ends a word instead of beginning it
 */
record SentencePieceModel(
        List<Piece> pieces,
        int modelType,
        boolean byteFallback,
        int unk,
        int bos,
        int eos,
        int pad,
        String unknownSurface,
        byte[] characterMap,
        boolean dummyPrefix,
        boolean removeExtraSpaces,
        boolean escapeSpaces,
        boolean spaceAsSuffix) {

    static final int UNIGRAM = 1;
    static final int BPE = 2;
    static final int WORD = 3;
    static final int CHARACTER = 4;

    enum Type {
        NORMAL,
        UNKNOWN,
        CONTROL,
        USER_DEFINED,
        UNUSED,
        BYTE;

        static Type of(int number) {
            return switch (number) {
                case 2 -> UNKNOWN;
                case 3 -> CONTROL;
                case 4 -> USER_DEFINED;
                case 5 -> UNUSED;
                case 6 -> BYTE;
                default -> NORMAL;
            };
        }
    }

    record Piece(String text, float score, Type type) {}

    static SentencePieceModel parse(byte[] bytes) {
        try {
            return new Parser().parse(CodedInputStream.newInstance(bytes));
        } catch (IOException e) {
            throw new TokenizerException("not a SentencePiece model: " + e.getMessage(), e);
        }
    }

    private static final class Parser {
        private final List<Piece> pieces = new ArrayList<>();
        private int modelType = UNIGRAM;
        private boolean byteFallback;
        private int unk;
        private int bos = 1;
        private int eos = 2;
        private int pad = -1;
        private String unknownSurface = " \u2047 ";
        private byte[] characterMap = new byte[0];
        private boolean dummyPrefix = true;
        private boolean removeExtraSpaces = true;
        private boolean escapeSpaces = true;
        private boolean spaceAsSuffix;

        SentencePieceModel parse(CodedInputStream in) throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag >>> 3) {
                    case 1 -> piece(in.readBytes().newCodedInput());
                    case 2 -> trainer(in.readBytes().newCodedInput());
                    case 3 -> normalizer(in.readBytes().newCodedInput());
                    case 5 -> denormalizer(in.readBytes().newCodedInput());
                    default -> in.skipField(tag);
                }
            }
            if (pieces.isEmpty()) {
                throw new TokenizerException("not a SentencePiece model: it has no pieces");
            }
            return new SentencePieceModel(
                    List.copyOf(pieces),
                    modelType,
                    byteFallback,
                    unk,
                    bos,
                    eos,
                    pad,
                    unknownSurface,
                    characterMap,
                    dummyPrefix,
                    removeExtraSpaces,
                    escapeSpaces,
                    spaceAsSuffix);
        }

        private void piece(CodedInputStream in) throws IOException {
            String text = "";
            float score = 0;
            int type = 1;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag >>> 3) {
                    case 1 -> text = in.readStringRequireUtf8();
                    case 2 -> score = in.readFloat();
                    case 3 -> type = in.readEnum();
                    default -> in.skipField(tag);
                }
            }
            pieces.add(new Piece(text, score, Type.of(type)));
        }

        private void trainer(CodedInputStream in) throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag >>> 3) {
                    case 3 -> modelType = in.readEnum();
                    case 24 -> spaceAsSuffix = in.readBool();
                    case 35 -> byteFallback = in.readBool();
                    case 40 -> unk = in.readInt32();
                    case 41 -> bos = in.readInt32();
                    case 42 -> eos = in.readInt32();
                    case 43 -> pad = in.readInt32();
                    case 44 -> unknownSurface = in.readStringRequireUtf8();
                    default -> in.skipField(tag);
                }
            }
        }

        private void normalizer(CodedInputStream in) throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag >>> 3) {
                    case 2 -> characterMap = in.readByteArray();
                    case 3 -> dummyPrefix = in.readBool();
                    case 4 -> removeExtraSpaces = in.readBool();
                    case 5 -> escapeSpaces = in.readBool();
                    default -> in.skipField(tag);
                }
            }
        }

        private static void denormalizer(CodedInputStream in) throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag >>> 3 == 2 && in.readByteArray().length > 0) {
                    throw new TokenizerException("SentencePiece denormaliser: found a character map, expected none");
                } else if (tag >>> 3 != 2) {
                    in.skipField(tag);
                }
            }
        }
    }
}
