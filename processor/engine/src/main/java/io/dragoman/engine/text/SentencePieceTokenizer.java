package io.dragoman.engine.text;

import io.dragoman.engine.text.SentencePieceModel.Piece;
import io.dragoman.engine.text.SentencePieceModel.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tokenizer in SentencePiece's file format (BPE models with the identity normaliser).
 *
 * <p>Source: Kudo and Richardson 2018, and the published sentencepiece_model.proto. Threading: immutable.
 */
public final class SentencePieceTokenizer implements Tokenizer {
    private static final char SPACE_MARK = '\u2581';

    private final SentencePieceModel model;
    private final Vocabulary vocabulary;
    private final Map<String, Integer> ids = new HashMap<>();
    private final int[] byteIds = new int[256];
    private final BpeMerger merger;
    private final List<String> userDefined;

    private SentencePieceTokenizer(SentencePieceModel model) {
        this.model = model;
        Map<String, Integer> mergeable = new HashMap<>();
        float[] scores = new float[model.pieces().size()];
        List<String> symbols = new ArrayList<>();
        Arrays.fill(byteIds, -1);
        for (int id = 0; id < scores.length; id++) {
            Piece piece = model.pieces().get(id);
            scores[id] = piece.score();
            switch (piece.type()) {
                case NORMAL -> {
                    mergeable.put(piece.text(), id);
                    ids.put(piece.text(), id);
                }
                case USER_DEFINED -> {
                    symbols.add(piece.text());
                    ids.put(piece.text(), id);
                }
                case BYTE -> byteIds[Integer.parseInt(piece.text().substring(3, 5), 16)] = id;
                default -> {
                    // control, unknown and unused pieces are never made from text
                }
            }
        }
        this.merger = new BpeMerger(mergeable, scores);
        symbols.sort((a, b) -> Integer.compare(b.length(), a.length()));
        this.userDefined = List.copyOf(symbols);
        this.vocabulary = new Vocabulary(
                model.pieces().stream().map(Piece::text).toList(), model.unk(), model.bos(), model.eos(), model.pad());
    }

    /** @throws TokenizerException when the file is unreadable or of a kind not supported */
    public static SentencePieceTokenizer load(Path file) {
        try {
            return parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new TokenizerException("cannot read tokenizer " + file + ": " + e.getMessage(), e);
        }
    }

    public static SentencePieceTokenizer parse(byte[] bytes) {
        SentencePieceModel model = SentencePieceModel.parse(bytes);
        if (model.modelType() != SentencePieceModel.BPE) {
            throw new TokenizerException("SentencePiece model type: found " + model.modelType() + ", expected 2 (BPE)");
        }
        if (!model.normalizer().isEmpty() && !model.normalizer().equals("identity")) {
            throw new TokenizerException(
                    "SentencePiece normaliser: found " + model.normalizer() + ", expected identity");
        }
        return new SentencePieceTokenizer(model);
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Encoding encode(String text) {
        String marked = markSpaces(text);
        List<String> symbols = new ArrayList<>();
        List<Boolean> user = new ArrayList<>();
        for (int i = 0; i < marked.length(); ) {
            String symbol = userSymbolAt(marked, i);
            user.add(symbol != null);
            if (symbol == null) {
                symbol = marked.substring(i, i + Character.charCount(marked.codePointAt(i)));
            }
            symbols.add(symbol);
            i += symbol.length();
        }
        boolean[] fixed = new boolean[symbols.size()];
        for (int i = 0; i < fixed.length; i++) {
            fixed[i] = user.get(i);
        }
        return toIds(merger.merge(symbols, fixed));
    }

    private Encoding toIds(List<String> pieces) {
        int[] result = new int[pieces.size() * 4 + 4];
        int n = 0;
        int unknown = 0;
        for (String piece : pieces) {
            Integer id = ids.get(piece);
            byte[] bytes = id == null && model.byteFallback() ? piece.getBytes(StandardCharsets.UTF_8) : new byte[0];
            if (n + Math.max(1, bytes.length) > result.length) {
                result = Arrays.copyOf(result, 2 * result.length);
            }
            if (id != null) {
                result[n++] = id;
            } else if (bytes.length > 0) {
                for (byte b : bytes) {
                    result[n++] = byteIds[b & 0xff];
                }
            } else if (n == 0 || result[n - 1] != model.unk()) {
                result[n++] = model.unk();
                unknown++;
            }
        }
        return new Encoding(Arrays.copyOf(result, n), unknown);
    }

    private String markSpaces(String text) {
        String spaced = text;
        if (model.removeExtraSpaces()) {
            spaced = spaced.strip().replaceAll(" +", " ");
        }
        if (spaced.isEmpty()) {
            return "";
        }
        if (model.dummyPrefix()) {
            spaced = " " + spaced;
        }
        return spaced.replace(' ', SPACE_MARK);
    }

    private @org.jspecify.annotations.Nullable String userSymbolAt(String text, int index) {
        for (String symbol : userDefined) {
            if (text.startsWith(symbol, index)) {
                return symbol;
            }
        }
        return null;
    }

    @Override
    public String decode(int[] sequence) {
        StringBuilder text = new StringBuilder();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : sequence) {
            Piece piece = model.pieces().get(id);
            if (piece.type() == Type.BYTE) {
                bytes.write(Integer.parseInt(piece.text().substring(3, 5), 16));
                continue;
            }
            flush(bytes, text);
            switch (piece.type()) {
                case CONTROL -> {
                    // says nothing
                }
                case UNKNOWN -> text.append(model.unknownSurface());
                default -> text.append(piece.text().replace(SPACE_MARK, ' '));
            }
        }
        flush(bytes, text);
        boolean dummy = model.dummyPrefix() && !text.isEmpty() && text.charAt(0) == ' ';
        return dummy ? text.substring(1) : text.toString();
    }

    private static void flush(ByteArrayOutputStream bytes, StringBuilder text) {
        if (bytes.size() > 0) {
            text.append(bytes.toString(StandardCharsets.UTF_8));
            bytes.reset();
        }
    }
}
