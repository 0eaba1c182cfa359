package io.dragoman.export.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dragoman.engine.text.SentencePieceTokenizer;
import io.dragoman.engine.text.TextNormalizer;
import io.dragoman.engine.text.Tokenizer;
import io.dragoman.export.corpus.CorpusFilter;
import io.dragoman.export.corpus.CorpusReader;
import io.dragoman.export.corpus.ParallelCorpus;
import io.dragoman.export.corpus.SentencePair;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.tokenizer.BpeTokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/** A run from corpora to trained weights: tokenizer first, then the network; {@code run.json} says what it was made of. */
public final class TrainingRun {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final RunFolder folder;
    private final NetworkShape shape;
    private final TrainingOptions options;
    private final Normalization normalization;
    private final TokenLimit limit;
    private final double maxLongShare;

    /** Names of the steps applied to each side, see {@link TextNormalizer}. */
    public record Normalization(List<String> source, List<String> target) {
        public Normalization {
            source = List.copyOf(source);
            target = List.copyOf(target);
        }

        public CorpusReader reader(CorpusFilter filter) {
            return new CorpusReader(TextNormalizer.of(source), TextNormalizer.of(target), filter);
        }
    }

    /**
     * What run.json holds.
     *
     * @param maxTokens longest pair in pieces
     * @param truncateSource see {@link TokenLimit}; false where a folder of an older version says nothing
     * @param trainDigest SHA-256 of the normalised training pairs
     * @param devDigest SHA-256 of the normalised dev pairs
     */
    public record Description(
            NetworkShape shape,
            TrainingOptions options,
            Normalization normalization,
            int maxTokens,
            boolean truncateSource,
            int trainPairs,
            String trainDigest,
            int devPairs,
            String devDigest) {}

    /** @param maxLongShare share of pairs over the limit, 0-1, that may be left out before the data is refused */
    public TrainingRun(
            Path root,
            NetworkShape shape,
            TrainingOptions options,
            Normalization normalization,
            TokenLimit limit,
            double maxLongShare) {
        if (options.regularization().coverage() > 0 && !shape.options().attends()) {
            throw new IllegalArgumentException(
                    "--coverage needs an attention: found --attention none, expected another");
        }
        if (options.regularization().bpeDropout() > 0 && shape.options().copying()) {
            throw new IllegalArgumentException("--bpe-dropout cuts a word differently on the two sides: found --copying"
                    + " too, expected one of them");
        }
        this.folder = new RunFolder(root);
        this.shape = shape;
        this.options = options;
        this.normalization = normalization;
        this.limit = limit;
        this.maxLongShare = maxLongShare;
    }

    public List<EpochMetrics> go(ParallelCorpus train, ParallelCorpus dev, Trainer.ProgressListener progress) {
        describe(train, dev);
        SentencePieceTokenizer tokenizer = tokenizer(train.pairs());
        List<EncodedPair> pairs = limit.encode(tokenizer, train.pairs());
        requireFew(train.pairs().size() - pairs.size(), train.pairs().size());
        double dropout = options.regularization().bpeDropout();
        IntFunction<List<EncodedPair>> ofEpoch = dropout == 0
                ? epoch -> pairs
                : epoch -> limit.encode(tokenizer.withDropout(dropout, random(epoch)), train.pairs());
        return new Trainer(options, folder, tokenizer, progress).train(shape, ofEpoch, devSet(tokenizer, dev));
    }

    private RandomGenerator random(int epoch) {
        return new SplittableRandom(options.seed() * 1_000_003L + epoch);
    }

    private void requireFew(int left, int all) {
        if (left == all || left > maxLongShare * all) {
            throw new TrainingException(String.format(
                    Locale.ROOT,
                    "%,d of %,d training pairs are longer than %d pieces (--max-tokens), at most %.1f %% allowed"
                            + " (--max-long-share)",
                    left,
                    all,
                    limit.most(),
                    100 * maxLongShare));
        }
    }

    /** Writes run.json, or checks that the folder's run is the one asked for. */
    private void describe(ParallelCorpus train, ParallelCorpus dev) {
        Description asked = new Description(
                shape,
                options,
                normalization,
                limit.most(),
                limit.truncateSource(),
                train.pairs().size(),
                train.digest(),
                dev.pairs().size(),
                dev.digest());
        Path file = folder.description();
        try {
            if (Files.exists(file)) {
                Description found = JSON.readValue(file.toFile(), Description.class);
                if (!found.equals(asked)) {
                    throw new TrainingException("the run folder " + folder.root()
                            + " belongs to another run; expected (in the folder) " + found + ", found (asked for) "
                            + asked
                            + "; use another --run folder");
                }
            } else {
                WholeFile.write(file, JSON.writeValueAsBytes(asked));
            }
        } catch (IOException e) {
            throw new TrainingException("cannot read or write " + file + ": " + e.getMessage(), e);
        }
    }

    private SentencePieceTokenizer tokenizer(List<SentencePair> pairs) {
        Path file = folder.tokenizer();
        try {
            if (!Files.exists(file)) {
                List<String> sentences = new ArrayList<>(2 * pairs.size());
                pairs.forEach(p -> {
                    sentences.add(p.source());
                    sentences.add(p.target());
                });
                WholeFile.write(file, BpeTokenizers.train(sentences, shape.vocabulary()));
            }
        } catch (IOException e) {
            throw new TrainingException("cannot write " + file + ": " + e.getMessage(), e);
        }
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.load(file);
        if (tokenizer.vocabulary().size() != shape.vocabulary()) {
            throw new TrainingException(
                    "the tokenizer has " + tokenizer.vocabulary().size() + " pieces, expected " + shape.vocabulary()
                            + "; too little text for so many? Use a smaller --vocabulary");
        }
        return tokenizer;
    }

    private DevSet devSet(Tokenizer tokenizer, ParallelCorpus dev) {
        TokenLimit any =
                new TokenLimit(limit.truncateSource() ? limit.most() : Integer.MAX_VALUE, limit.truncateSource());
        Map<String, List<String>> bySource = dev.targetsBySource();
        List<int[]> sources = bySource.keySet().stream()
                .map(source -> any.source(tokenizer, source))
                .toList();
        return new DevSet(any.encode(tokenizer, dev.pairs()), sources, List.copyOf(bySource.values()));
    }
}
