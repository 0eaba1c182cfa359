package io.dragoman.engine.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The target side of a classifier: a label is one id, whatever characters it has. Threading: immutable.
 *
 * <p>The pieces of labels are control pieces of the source's tokenizer, so that no source text holds one by accident.
 */
public final class LabelTokenizer implements Tokenizer {
    private final Vocabulary vocabulary;
    private final int first;
    private final List<String> labels;
    private final Map<String, Integer> ids = new HashMap<>();

    /**
     * @param source vocabulary of the tokenizer that has the labels' pieces
     * @param first id of the first label
     * @param labels in order of their ids
     */
    public LabelTokenizer(Vocabulary source, int first, List<String> labels) {
        if (first < 0 || first + labels.size() > source.size()) {
            throw new IllegalArgumentException("labels: found ids %d to %d, expected ids of the vocabulary, 0 to %d"
                    .formatted(first, first + labels.size() - 1, source.size() - 1));
        }
        this.first = first;
        this.labels = List.copyOf(labels);
        List<String> pieces = new ArrayList<>(source.pieces());
        for (int i = 0; i < labels.size(); i++) {
            pieces.set(first + i, labels.get(i));
            ids.put(labels.get(i), first + i);
        }
        this.vocabulary = new Vocabulary(pieces, source.unk(), source.bos(), source.eos(), source.pad());
    }

    public int first() {
        return first;
    }

    /** In order of their ids. */
    public List<String> labels() {
        return labels;
    }

    /** One id; the unknown one where the text is no label. */
    @Override
    public Encoding encode(String text) {
        int id = ids.getOrDefault(text, vocabulary.unk());
        return new Encoding(new int[] {id}, ids.containsKey(text) ? 0 : 1);
    }

    /** The labels among the ids, one after the other; all other ids give nothing. */
    @Override
    public String decode(int[] sequence) {
        StringBuilder text = new StringBuilder();
        for (int id : sequence) {
            if (id >= first && id < first + labels.size()) {
                text.append(labels.get(id - first));
            }
        }
        return text.toString();
    }

    /** Labels in place of their pieces. */
    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int longestToken() {
        return Integer.MAX_VALUE;
    }
}
