package io.dragoman.export.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dragoman.engine.bundle.LabelSpec;
import io.dragoman.engine.text.SentencePieceTokenizer;
import io.dragoman.engine.text.TextNormalizer;
import io.dragoman.export.corpus.CorpusFilter;
import io.dragoman.export.corpus.CorpusReader;
import io.dragoman.export.corpus.ParallelCorpus;
import io.dragoman.export.corpus.SentencePair;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.network.WeightInitializer;
import io.dragoman.export.tokenizer.TokenizerKind;
import io.dragoman.export.tokenizer.TokenizerTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run from corpora to trained weights: tokenizer first, then the network; {@code run.json} says what it was made of. */
public final class TrainingRun {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final RunFolder folder;
    private final Setup setup;

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
     * What is trained and how.
     *
     * @param maxLongShare share of pairs over the limit, 0-1, that may be left out before the data is refused
     * @param tokenizer what to learn where there is no origin; the shape's vocabulary is its size
     * @param labels what targets may be where each is one token; null: targets are texts
     * @param origin what to begin with; null: random weights and a tokenizer learned from the data
     */
    public record Setup(
            NetworkShape shape,
            TokenizerKind tokenizer,
            @Nullable LabelSpec labels,
            TrainingOptions options,
            Normalization normalization,
            TokenLimit limit,
            double maxLongShare,
            @Nullable Origin origin) {}

    /**
     * What run.json holds.
     *
     * @param maxTokens longest pair in pieces
     * @param truncateSource see {@link TokenLimit}; false where a folder of an older version says nothing
     * @param tokenizer absent: BPE, or what the bundle has that the run began with
     * @param labels absent where targets are texts
     * @param from digest of the bundle that the run began with; absent where it began with random weights
     * @param trainDigest SHA-256 of the normalised training pairs
     * @param devDigest SHA-256 of the normalised dev pairs
     * @param memory absent until the batches are known, and in folders of an older version
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
            String devDigest,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TokenizerKind tokenizer,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LabelSpec labels,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String from,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable MemoryEstimate memory) {

        Description with(@Nullable MemoryEstimate estimate) {
            return new Description(
                    shape,
                    options,
                    normalization,
                    maxTokens,
                    truncateSource,
                    trainPairs,
                    trainDigest,
                    devPairs,
                    devDigest,
                    tokenizer,
                    labels,
                    from,
                    estimate);
        }
    }

    public TrainingRun(Path root, Setup setup) {
        if (setup.options().regularization().coverage() > 0
                && !setup.shape().options().attends()) {
            throw new IllegalArgumentException(
                    "--coverage needs an attention: found --attention none, expected another");
        }
        if (setup.options().regularization().bpeDropout() > 0
                && setup.shape().options().copying()) {
            throw new IllegalArgumentException("--bpe-dropout cuts a word differently on the two sides: found --copying"
                    + " too, expected one of them");
        }
        if (setup.options().regularization().bpeDropout() > 0 && setup.tokenizer() != TokenizerKind.BPE) {
            throw new IllegalArgumentException("--bpe-dropout needs subwords: found --tokenizer "
                    + setup.tokenizer().name().toLowerCase(Locale.ROOT) + ", expected bpe");
        }
        if (setup.labels() != null && setup.shape().options().copying()) {
            throw new IllegalArgumentException(
                    "--classify gives labels, which no source holds: found --copying too, expected one of them");
        }
        this.folder = new RunFolder(root);
        this.setup = setup;
    }

    public List<EpochMetrics> go(ParallelCorpus train, ParallelCorpus dev, Trainer.ProgressListener progress) {
        return go(train, dev, progress, setup.options().epochs());
    }

    /** @param untilEpoch stops once so many epochs are done; the same run goes on from there */
    public List<EpochMetrics> go(
            ParallelCorpus train, ParallelCorpus dev, Trainer.ProgressListener progress, int untilEpoch) {
        Description description = describe(train, dev);
        SentencePieceTokenizer tokenizer = tokenizer(train.pairs());
        Sides sides = Sides.of(tokenizer, setup);
        List<EncodedPair> pairs = setup.limit().encode(sides, train.pairs());
        requireFew(train.pairs().size() - pairs.size(), train.pairs().size());
        progress.begins(requireMemory(pairs, description));
        double dropout = setup.options().regularization().bpeDropout();
        IntFunction<List<EncodedPair>> ofEpoch = dropout == 0
                ? epoch -> pairs
                : epoch -> setup.limit()
                        .encode(sides.withSource(tokenizer.withDropout(dropout, random(epoch))), train.pairs());
        return new Trainer(setup.options(), folder, sides, progress)
                .train(setup.shape(), this::initialWeights, ofEpoch, devSet(sides, dev), untilEpoch);
    }

    /** States in run.json what the run needs, before it begins. */
    private MemoryEstimate requireMemory(List<EncodedPair> pairs, Description description) {
        List<List<EncodedPair>> plan =
                BatchPlan.of(pairs, setup.options().maxSlots(), setup.options().seed(), 0);
        MemoryEstimate estimate = MemoryEstimate.of(setup.shape(), plan);
        estimate.requireWithin(MemoryEstimate.availableMib());
        try {
            WholeFile.write(folder.description(), JSON.writeValueAsBytes(description.with(estimate)));
        } catch (IOException e) {
            throw new TrainingException("cannot write " + folder.description() + ": " + e.getMessage(), e);
        }
        return estimate;
    }

    private NetworkWeights initialWeights() {
        Origin origin = setup.origin();
        return origin == null
                ? WeightInitializer.initialize(setup.shape(), setup.options().seed())
                : origin.weights();
    }

    private RandomGenerator random(int epoch) {
        return new SplittableRandom(setup.options().seed() * 1_000_003L + epoch);
    }

    private void requireFew(int left, int all) {
        if (left == all || left > setup.maxLongShare() * all) {
            throw new TrainingException(String.format(
                    Locale.ROOT,
                    "%,d of %,d training pairs are longer than %d pieces (--max-tokens), at most %.1f %% allowed"
                            + " (--max-long-share)",
                    left,
                    all,
                    setup.limit().most(),
                    100 * setup.maxLongShare()));
        }
    }

    /** Writes run.json, or checks that the folder's run is the one asked for. */
    private Description describe(ParallelCorpus train, ParallelCorpus dev) {
        Description asked = new Description(
                setup.shape(),
                setup.options(),
                setup.normalization(),
                setup.limit().most(),
                setup.limit().truncateSource(),
                train.pairs().size(),
                train.digest(),
                dev.pairs().size(),
                dev.digest(),
                setup.tokenizer() == TokenizerKind.BPE ? null : setup.tokenizer(),
                setup.labels(),
                setup.origin() == null ? null : setup.origin().digest(),
                null);
        Path file = folder.description();
        try {
            if (Files.exists(file)) {
                Description found =
                        JSON.readValue(file.toFile(), Description.class).with(null);
                if (!found.equals(asked)) {
                    throw new TrainingException("the run folder " + folder.root()
                            + " belongs to another run; expected (in the folder) " + found + ", found (asked for) "
                            + asked
                            + "; use another --run folder");
                }
            } else {
                WholeFile.write(file, JSON.writeValueAsBytes(asked));
            }
            return asked;
        } catch (IOException e) {
            throw new TrainingException("cannot read or write " + file + ": " + e.getMessage(), e);
        }
    }

    private SentencePieceTokenizer tokenizer(List<SentencePair> pairs) {
        Path file = folder.tokenizer();
        try {
            if (!Files.exists(file)) {
                Origin origin = setup.origin();
                WholeFile.write(file, origin == null ? learned(pairs) : origin.tokenizer());
            }
        } catch (IOException e) {
            throw new TrainingException("cannot write " + file + ": " + e.getMessage(), e);
        }
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.load(file);
        if (tokenizer.vocabulary().size() != setup.shape().vocabulary()) {
            throw new TrainingException(
                    "the tokenizer has " + tokenizer.vocabulary().size() + " pieces, expected "
                            + setup.shape().vocabulary() + "; too little text for so many? Use a smaller --vocabulary");
        }
        return tokenizer;
    }

    private byte[] learned(List<SentencePair> pairs) {
        LabelSpec labels = setup.labels();
        return tokenizerTraining(
                        setup.tokenizer(),
                        pairs,
                        labels == null ? 0 : labels.texts().size(),
                        setup.shape().vocabulary())
                .learn();
    }

    /**
     * What a run's tokenizer is learned from: both sides of every pair, or the sources alone where targets are labels.
     *
     * @param labels 0 where targets are texts
     * @param most largest vocabulary
     */
    public static TokenizerTraining tokenizerTraining(
            TokenizerKind kind, List<SentencePair> pairs, int labels, int most) {
        List<String> texts = pairs.stream()
                .flatMap(pair -> labels > 0 ? Stream.of(pair.source()) : Stream.of(pair.source(), pair.target()))
                .toList();
        return new TokenizerTraining(kind, texts, labels, most);
    }

    private DevSet devSet(Sides sides, ParallelCorpus dev) {
        TokenLimit limit = setup.limit();
        TokenLimit any =
                new TokenLimit(limit.truncateSource() ? limit.most() : Integer.MAX_VALUE, limit.truncateSource());
        Map<String, List<String>> bySource = dev.targetsBySource();
        List<int[]> sources = bySource.keySet().stream()
                .map(source -> any.source(sides.source(), source))
                .toList();
        return new DevSet(any.encode(sides, dev.pairs()), sources, List.copyOf(bySource.values()));
    }
}
