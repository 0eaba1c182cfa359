package io.dragoman.export.cli;

import io.dragoman.engine.bundle.LabelSpec;
import io.dragoman.export.corpus.CorpusFilter;
import io.dragoman.export.corpus.CorpusReader;
import io.dragoman.export.corpus.DataChecks;
import io.dragoman.export.corpus.LabelSet;
import io.dragoman.export.corpus.ParallelCorpus;
import io.dragoman.export.network.NetworkCost;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.tokenizer.TokenizerTraining;
import io.dragoman.export.training.Origin;
import io.dragoman.export.training.TokenLimit;
import io.dragoman.export.training.TrainingOptions;
import io.dragoman.export.training.TrainingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code train}: sentence pairs in, a run folder out; the same command again goes on with the run. */
@Command(
        name = "train",
        description = "Train an attention Seq2Seq model. The same command again goes on where the run stopped.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class TrainCommand implements Callable<Integer> {
    /** Source tokens for which the cost of a generated token is stated. */
    private static final int COST_SOURCE = 20;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--train",
            required = true,
            paramLabel = "FILE",
            description = "tab-separated pairs, gzip or plain; or sources when --train-targets is given")
    private Path train;

    @Option(names = "--train-targets", paramLabel = "FILE", description = "targets of --train, line by line")
    private @Nullable Path trainTargets;

    @Option(
            names = "--dev",
            required = true,
            paramLabel = "FILE",
            description = "pairs every choice is made on; rows of one source are several references")
    private Path dev;

    @Option(names = "--dev-targets", paramLabel = "FILE", description = "targets of --dev, line by line")
    private @Nullable Path devTargets;

    @Option(names = "--source-column", defaultValue = "0", description = "column of the source, from 0")
    private int sourceColumn;

    @Option(names = "--target-column", defaultValue = "1", description = "column of the target, from 0")
    private int targetColumn;

    @Option(
            names = "--run",
            required = true,
            paramLabel = "FOLDER",
            description = "run folder: checkpoints, metrics.csv, learning-curve.png")
    private Path run;

    @Option(
            names = "--from",
            paramLabel = "BUNDLE",
            description =
                    "begin with this bundle's weights (fine-tuning); its tokenizer, text steps and network are kept")
    private @Nullable Path from;

    @Option(
            names = "--search",
            paramLabel = "SPACE.yaml",
            description = "try options instead of training once: random trials, the better ones train on; --epochs are"
                    + " the last rung's; the run folder gets a table, a picture and the best bundle")
    private @Nullable Path search;

    @Option(
            names = "--source-normalization",
            split = ",",
            defaultValue = "nfc,spaces",
            description = "steps applied to sources: nfc, spaces, lowercase, french-apostrophes, french-spaces")
    private List<String> sourceNormalization;

    @Option(
            names = "--target-normalization",
            split = ",",
            defaultValue = "nfc,spaces",
            description = "steps applied to targets")
    private List<String> targetNormalization;

    @ArgGroup(exclusive = false, heading = "Data%n", validate = false)
    private FilterOptions filter = new FilterOptions();

    @ArgGroup(exclusive = false, heading = "Tokens%n", validate = false)
    private TokenChoice tokens = new TokenChoice();

    @ArgGroup(exclusive = false, heading = "Network%n", validate = false)
    private NetworkChoice network = new NetworkChoice();

    @ArgGroup(exclusive = false, heading = "Training%n", validate = false)
    private ScheduleChoice schedule = new ScheduleChoice();

    @ArgGroup(exclusive = false, heading = "Against overfitting%n", validate = false)
    private RegularizationChoice regularization = new RegularizationChoice();

    static final class FilterOptions {
        @Option(names = "--max-characters", defaultValue = "400", description = "longest sentence of either side")
        private int maxCharacters;

        @Option(names = "--max-ratio", defaultValue = "6", description = "largest ratio of the two lengths")
        private double maxRatio;

        @Option(
                names = "--max-bad-share",
                defaultValue = "0.05",
                description = "share of lines that may be dropped before the data is refused")
        private double maxBadShare;

        @Option(
                names = "--max-long-share",
                defaultValue = "0.01",
                description = "share of lines that may be too long before the data is refused")
        private double maxLongShare;

        @Option(names = "--max-tokens", defaultValue = "100", description = "longest pair in pieces")
        private int maxTokens;

        @Option(
                names = "--truncate-source",
                description = "cut sources to --max-tokens instead of leaving their pairs out; dev too")
        private boolean truncateSource;

        @Option(
                names = "--same-language",
                description = "both sides are meant to be one language (summaries, corrections)")
        private boolean sameLanguage;

        @Option(
                names = "--duplicates",
                defaultValue = "refuse",
                description = "dev sources that are training sources too: ${COMPLETION-CANDIDATES} (refuse: when they"
                        + " are more than 1 %%; drop: leave them out of training)")
        private DataChecks.Duplicates duplicates;
    }

    @Override
    public Integer call() throws IOException {
        TorchThreads.limit(schedule.threads());
        requireBuildable(); // before anything is read
        if (search != null) {
            return new OptionSearch(this, spec.commandLine(), search, run).call();
        }
        train(data(), schedule.epochs());
        return 0;
    }

    /** What training begins with, what it is done on and what every choice is made on. */
    record Data(
            @Nullable StartingBundle start,
            @Nullable LabelSpec labels,
            ParallelCorpus training,
            ParallelCorpus development) {}

    int epochs() {
        return schedule.epochs();
    }

    /** Where the sentences for the proof of an export stand. */
    List<String> parityOptions() {
        int column = trainTargets == null ? sourceColumn : 0;
        return List.of("--parity-data", train.toString(), "--parity-column", Integer.toString(column));
    }

    /** Reads and checks the data and says what is doubtful about it. */
    Data data() throws IOException {
        StartingBundle start = from == null ? null : StartingBundle.read(from);
        boolean classify = tokens.classify() || (start != null && start.labels() != null);
        CorpusReader reader = normalization(start)
                .reader(new CorpusFilter(
                        filter.maxCharacters,
                        classify ? Double.MAX_VALUE : filter.maxRatio, // a label is as short as it is
                        filter.maxBadShare,
                        filter.maxLongShare));
        ParallelCorpus development = read(reader, dev, devTargets, classify);
        ParallelCorpus training = read(reader, train, trainTargets, classify);
        LabelSpec labels = classify
                ? tokens.labels(
                        start == null ? null : start.labels(),
                        training,
                        development,
                        spec.commandLine().getErr())
                : null;
        return new Data(start, labels, checked(training, development, classify), development);
    }

    private TrainingRun.Normalization normalization(@Nullable StartingBundle start) {
        return start == null
                ? new TrainingRun.Normalization(sourceNormalization, targetNormalization)
                : start.normalization();
    }

    /** Trains from where the run stands until so many epochs are done. */
    void train(Data data, int untilEpoch) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        TrainingOptions options = schedule.chosen(regularization.chosen());
        requireBuildable(); // a trial's own options too
        StartingBundle start = data.start();
        NetworkShape shape = start == null ? shape(data) : start.shape();
        err.println(shape.describe());
        err.printf(
                "%,d parameters; %s%n",
                shape.parameters(), NetworkCost.ofStep(shape, COST_SOURCE).describe());
        err.flush();
        TokenLimit limit = new TokenLimit(filter.maxTokens, filter.truncateSource);
        Origin origin = start == null ? null : start.origin(data.development());
        new TrainingRun(
                        run,
                        new TrainingRun.Setup(
                                shape,
                                tokens.tokenizer(),
                                start == null ? tokens.placed(data.labels()) : data.labels(),
                                options,
                                normalization(start),
                                limit,
                                filter.maxLongShare,
                                origin))
                .go(data.training(), data.development(), new TrainingProgress(err, options.epochs()), untilEpoch);
    }

    /** The network asked for, with as many pieces as the text gives. */
    private NetworkShape shape(Data data) {
        NetworkShape asked = network.shape(spec.commandLine());
        LabelSpec labels = data.labels();
        TokenizerTraining tokenizer = TrainingRun.tokenizerTraining(
                tokens.tokenizer(),
                data.training().pairs(),
                labels == null ? 0 : labels.texts().size(),
                asked.vocabulary());
        spec.commandLine().getErr().println("tokens: " + tokenizer.describe());
        return asked.withVocabulary(tokenizer.size());
    }

    /** @throws CommandLine.ParameterException where the network asked for does not fit together, or not to --from */
    private void requireBuildable() {
        if (from == null) {
            var unused = network.shape(spec.commandLine());
            return;
        }
        List<String> fixed = spec.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> option.userObject() instanceof Field field
                        && (field.getDeclaringClass() == NetworkChoice.class
                                || field.getDeclaringClass() == TokenChoice.class
                                || field.getName().endsWith("Normalization")))
                .map(OptionSpec::longestName)
                .toList();
        if (!fixed.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--from keeps the bundle's network and text steps: found " + fixed + ", expected them left out");
        }
    }

    /** The training data to use; says what was read and what is doubtful. */
    private ParallelCorpus checked(ParallelCorpus training, ParallelCorpus development, boolean labelled) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(training.report().describe());
        err.println(development.report().describe());
        DataChecks checks = new DataChecks(filter.sameLanguage, filter.duplicates);
        DataChecks.Checked checked =
                labelled ? checks.checkLabelled(training, development) : checks.check(training, development);
        if (!checked.shared().found().isEmpty()) {
            err.printf(
                    "%s: %s; %,d pairs left out of training%n",
                    development.report().name(), checked.shared().describe(), checked.dropped());
        }
        return checked.training();
    }

    private ParallelCorpus read(CorpusReader reader, Path file, @Nullable Path targets, boolean labelled) {
        if (labelled && targets == null) {
            LabelSet.requireEqualColumns(file);
        }
        return targets == null ? reader.readTsv(file, sourceColumn, targetColumn) : reader.readParallel(file, targets);
    }
}
