package io.dragoman.engine.text;

import io.dragoman.engine.text.SentencePieceModel.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pieces of a model by text and by byte, checked to be of use. Threading: immutable. */
final class PieceTable {
    private final SentencePieceModel model;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<String, BpeSegmenter.Merge> merges = new HashMap<>();
    private final Map<String, Float> normal = new HashMap<>();
    private final List<String> symbols = new ArrayList<>();
    private final UserSymbols userSymbols;
    private final boolean wordsAreApart;
    private final int[] byteIds = new int[256];
    private final Map<Integer, Integer> bytes = new HashMap<>();

    /** @throws TokenizerException when a piece is missing or malformed, or the kind of model is not supported */
    PieceTable(SentencePieceModel model) {
        this.model = model;
        Arrays.fill(byteIds, -1);
        for (int id = 0; id < model.pieces().size(); id++) {
            add(id, model.pieces().get(id));
        }
        this.userSymbols = new UserSymbols(symbols);
        this.wordsAreApart = checkWordsAreApart();
        int unk = model.unk();
        if (unk < 0
                || unk >= model.pieces().size()
                || model.pieces().get(unk).type() != SentencePieceModel.Type.UNKNOWN) {
            throw new TokenizerException("unk_id: found " + unk + ", expected the id of the unknown piece");
        }
        if (model.byteFallback() && bytes.size() < 256) {
            throw new TokenizerException("byte_fallback: found " + bytes.size() + " byte pieces, expected 256");
        }
    }

    private void add(int id, Piece piece) {
        switch (piece.type()) {
            case NORMAL -> {
                ids.put(piece.text(), id);
                normal.put(piece.text(), piece.score());
                merges.put(piece.text(), new BpeSegmenter.Merge(piece.score(), false));
            }
            case USER_DEFINED -> {
                ids.put(piece.text(), id);
                symbols.add(piece.text());
            }
            case UNUSED -> {
                if (model.modelType() == SentencePieceModel.BPE) {
                    ids.put(piece.text(), id);
                }
                merges.put(piece.text(), new BpeSegmenter.Merge(piece.score(), true));
            }
            case BYTE -> addByte(id, piece.text());
            case CONTROL, UNKNOWN -> {
                // never made from text
            }
        }
    }

    private void addByte(int id, String text) {
        if (!text.matches("<0x[0-9A-F]{2}>")) {
            throw new TokenizerException("byte piece: found \"" + text + "\", expected <0x00> to <0xFF>");
        }
        int value = Integer.parseInt(text.substring(3, 5), 16);
        byteIds[value] = id;
        bytes.put(id, value);
    }

    /** -1 when a text is no piece. */
    int idOf(String piece) {
        return ids.getOrDefault(piece, -1);
    }

    int byteId(byte value) {
        return byteIds[value & 0xff];
    }

    int byteOf(int id) {
        return bytes.getOrDefault(id, -1);
    }

    UserSymbols userSymbols() {
        return userSymbols;
    }

    /** Whether no piece reaches from one word into the next, so that words can be segmented one by one. */
    boolean wordsAreApart() {
        return wordsAreApart;
    }

    private boolean checkWordsAreApart() {
        return userSymbols.isEmpty()
                && model.escapeSpaces()
                && merges.keySet().stream().allMatch(piece -> piece.lastIndexOf(ModelNormalizer.SPACE_MARK) <= 0);
    }

    Segmenter segmenter() {
        return switch (model.modelType()) {
            case SentencePieceModel.BPE -> new BpeSegmenter(merges, userSymbols);
            case SentencePieceModel.UNIGRAM -> new UnigramSegmenter(normal, symbols);
            case SentencePieceModel.WORD -> new WholeWordSegmenter(model.spaceAsSuffix());
            case SentencePieceModel.CHARACTER -> new CharacterSegmenter(userSymbols);
            default ->
                throw new TokenizerException("SentencePiece model_type: found " + model.modelType()
                        + ", expected 1 (unigram), 2 (BPE), 3 (word) or 4 (character)");
        };
    }
}
