package io.dragoman.engine.text;

import static io.dragoman.engine.text.ModelNormalizer.SPACE_MARK;

import io.dragoman.engine.text.SentencePieceModel.Piece;
import io.dragoman.engine.text.SentencePieceModel.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer in SentencePiece's file format: BPE, unigram, word and character models with any precompiled normaliser, equal to
 * SentencePiece 0.2.3. A lone surrogate is read as U+FFFD.
 *
 * <p>Source: Kudo and Richardson 2018, and the published sentencepiece_model.proto. Threading: safe for use by many threads; segmented
 * words are kept, at most {@value WordCache#CAPACITY}.
 */
public final class SentencePieceTokenizer implements Tokenizer {
    private final SentencePieceModel model;
    private final PieceTable table;
    private final Vocabulary vocabulary;
    private final ModelNormalizer normalizer;
    private final Segmenter segmenter;
    /** Null where a word is cut anew every time. */
    private final @Nullable WordCache words;

    private SentencePieceTokenizer(SentencePieceModel model) {
        this.model = model;
        this.table = new PieceTable(model);
        this.vocabulary = new Vocabulary(
                model.pieces().stream().map(Piece::text).toList(), model.unk(), model.bos(), model.eos(), model.pad());
        this.normalizer = new ModelNormalizer(model, table.userSymbols());
        this.segmenter = table.segmenter();
        this.words = new WordCache(this::segmentIds);
    }

    private SentencePieceTokenizer(SentencePieceTokenizer same, Segmenter segmenter) {
        this.model = same.model;
        this.table = same.table;
        this.vocabulary = same.vocabulary;
        this.normalizer = same.normalizer;
        this.segmenter = segmenter;
        this.words = null;
    }

    /**
     * This tokenizer with BPE-dropout (Provilkov et al. 2020): every join of two pieces is left out with a probability,
     * so that a text is cut differently at every call. For training; confined to the thread of its generator.
     *
     * @param rate 0 to 1: nothing is left out to only characters remain
     * @throws TokenizerException where the model is no BPE model
     */
    public Tokenizer withDropout(double rate, RandomGenerator random) {
        if (!(segmenter instanceof BpeSegmenter bpe)) {
            throw new TokenizerException("BPE-dropout: found another kind of tokenizer, expected a BPE model");
        }
        return new SentencePieceTokenizer(this, normalized -> bpe.segment(normalized, rate, random));
    }

    /** @throws TokenizerException when the file is unreadable or of a kind not supported */
    public static SentencePieceTokenizer load(Path file) {
        try {
            return parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new TokenizerException("cannot read tokenizer " + file + ": " + e.getMessage(), e);
        }
    }

    /** @throws TokenizerException when the bytes are no SentencePiece model or one of a kind not supported */
    public static SentencePieceTokenizer parse(byte[] bytes) {
        return new SentencePieceTokenizer(SentencePieceModel.parse(bytes));
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int longestToken() {
        return segmenter instanceof WholeWordSegmenter || segmenter instanceof CharacterSegmenter
                ? Integer.MAX_VALUE // of any length where it is unknown
                : vocabulary.pieces().stream().mapToInt(String::length).max().orElse(1);
    }

    @Override
    public Encoding encode(String text) {
        String normalized = normalize(text);
        IdList ids = new IdList(model.unk());
        if (!table.wordsAreApart()) {
            ids.addAll(segmentIds(normalized));
            return ids.toEncoding();
        }
        for (int start = 0; start < normalized.length(); ) {
            int end = normalized.indexOf(SPACE_MARK, start + 1);
            end = end < 0 ? normalized.length() : end;
            String word = normalized.substring(start, end);
            ids.addAll(words == null ? segmentIds(word) : words.idsOf(word));
            start = end;
        }
        return ids.toEncoding();
    }

    /** The text as the model sees it, its spaces marked. */
    String normalize(String text) {
        return normalizer.apply(wellFormed(text));
    }

    /** A run of unknown pieces is one id. */
    private int[] segmentIds(String normalized) {
        IdList ids = new IdList(model.unk());
        for (String piece : segmenter.segment(normalized)) {
            int id = table.idOf(piece);
            if (id >= 0) {
                ids.add(id);
            } else if (model.byteFallback()) {
                for (byte b : piece.getBytes(StandardCharsets.UTF_8)) {
                    ids.add(table.byteId(b));
                }
            } else {
                ids.add(model.unk());
            }
        }
        return ids.toEncoding().ids();
    }

    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                int[] codePoints = text.codePoints()
                        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                        .toArray();
                return new String(codePoints, 0, codePoints.length);
            }
        }
        return text;
    }

    /** @throws IllegalArgumentException when an id is not in the vocabulary */
    @Override
    public String decode(int[] sequence) {
        StringBuilder text = new StringBuilder();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean prefixSeen = false;
        for (int id : sequence) {
            Piece piece = piece(id);
            if (piece.type() == Type.BYTE) {
                bytes.write(table.byteOf(id));
                continue;
            }
            ByteText.append(bytes, text);
            bytes.reset();
            boolean atStart = text.isEmpty() && !prefixSeen;
            switch (piece.type()) {
                case CONTROL -> prefixSeen = false;
                case UNKNOWN -> {
                    text.append(model.unknownSurface());
                    prefixSeen = false;
                }
                default -> prefixSeen = appendPiece(piece.text(), atStart, text);
            }
        }
        ByteText.append(bytes, text);
        return text.toString();
    }

    /** Says whether the space mark that begins every text was dropped here and must not be dropped again. */
    private boolean appendPiece(String piece, boolean atStart, StringBuilder text) {
        boolean drops = atStart
                && (model.dummyPrefix() || model.removeExtraSpaces())
                && !piece.isEmpty()
                && piece.charAt(0) == SPACE_MARK;
        text.append((drops ? piece.substring(1) : piece).replace(SPACE_MARK, ' '));
        return drops && !model.removeExtraSpaces();
    }

    private Piece piece(int id) {
        List<Piece> pieces = model.pieces();
        if (id < 0 || id >= pieces.size()) {
            throw new IllegalArgumentException("id: found " + id + ", expected 0 to " + (pieces.size() - 1));
        }
        return pieces.get(id);
    }

    /** Ids that grow; a run of the unknown id is kept as one. */
    private static final class IdList {
        private final int unk;
        private int[] ids = new int[32];
        private int size;
        private int unknown;

        IdList(int unk) {
            this.unk = unk;
        }

        void addAll(int[] more) {
            for (int id : more) {
                add(id);
            }
        }

        void add(int id) {
            if (id == unk && size > 0 && ids[size - 1] == unk) {
                return;
            }
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, 2 * size);
            }
            ids[size++] = id;
            unknown += id == unk ? 1 : 0;
        }

        Encoding toEncoding() {
            return new Encoding(Arrays.copyOf(ids, size), unknown);
        }
    }
}
