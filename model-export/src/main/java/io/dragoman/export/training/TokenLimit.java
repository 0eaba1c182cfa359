package io.dragoman.export.training;

import io.dragoman.engine.text.Tokenizer;
import io.dragoman.export.corpus.SentencePair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long pairs may be.
 *
 * @param most pieces of either side, end token included
 * @param truncateSource whether a longer source is cut to its beginning; else its pair is left out
 */
public record TokenLimit(int most, boolean truncateSource) {
    public TokenLimit {
        if (most < 2) {
            throw new IllegalArgumentException("longest pair in pieces: found " + most + ", expected >= 2");
        }
    }

    /** Encodes pairs for training: source with eos, target bare; pairs over the limit are left out. */
    public List<EncodedPair> encode(Tokenizer tokenizer, List<SentencePair> pairs) {
        return encode(Sides.both(tokenizer), pairs);
    }

    /** Likewise, each side with a tokenizer of its own. */
    List<EncodedPair> encode(Sides sides, List<SentencePair> pairs) {
        List<EncodedPair> encoded = new ArrayList<>(pairs.size());
        for (SentencePair pair : pairs) {
            int[] source = source(sides.source(), pair.source());
            int[] target = sides.target().encode(pair.target()).ids();
            if (source.length <= most && target.length < most) {
                encoded.add(new EncodedPair(source, target));
            }
        }
        return encoded;
    }

    /** Ids of a source and eos. */
    public int[] source(Tokenizer tokenizer, String text) {
        int[] ids = tokenizer.encode(text).ids();
        int kept = truncateSource ? Math.min(ids.length, most - 1) : ids.length;
        int[] row = Arrays.copyOf(ids, kept + 1);
        row[kept] = tokenizer.vocabulary().eos();
        return row;
    }
}
