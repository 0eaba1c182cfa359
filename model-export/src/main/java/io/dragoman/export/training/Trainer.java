package io.dragoman.export.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.dragoman.engine.text.Tokenizer;
import io.dragoman.export.network.NetworkDecoder;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.network.Seq2SeqNetwork;
import io.dragoman.export.network.WeightInitializer;
import io.dragoman.export.training.Checkpoint.Position;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Trains a network in a run folder, or goes on with the run found there.
 *
 * <p>Batches are a function of (seed, epoch) and dropout of (seed, update), so a resumed run takes the very steps the
 * uninterrupted one would have taken. Threading: one thread, one run a process.
 */
public final class Trainer {
    private final TrainingOptions options;
    private final RunFolder folder;
    private final Sides sides;
    private final ProgressListener progress;

    /** Told of what happens; called on the training thread. */
    public interface ProgressListener {
        /** Before the first update of a sitting. */
        default void begins(MemoryEstimate memory) {}

        /** After an update. */
        void step(Position position, double learningRate, double loss, int epochBatches, double tokensPerSecond);

        /** After an epoch's evaluation. */
        void epoch(EpochMetrics metrics, String sample);
    }

    public Trainer(TrainingOptions options, RunFolder folder, Tokenizer tokenizer, ProgressListener progress) {
        this(options, folder, Sides.both(tokenizer), progress);
    }

    public Trainer(TrainingOptions options, RunFolder folder, Sides sides, ProgressListener progress) {
        this.options = options;
        this.folder = folder;
        this.sides = sides;
        this.progress = progress;
    }

    /** Runs to the last epoch or until dev BLEU (of labels: accuracy) has not risen for the patience asked for. */
    public List<EpochMetrics> train(NetworkShape shape, List<EncodedPair> pairs, DevSet dev) {
        return train(shape, epoch -> pairs, dev);
    }

    /**
     * As {@link #train(NetworkShape, List, DevSet)}, with pairs that differ from epoch to epoch.
     *
     * @param pairs of an epoch, counted from 0; a function of it alone
     */
    public List<EpochMetrics> train(NetworkShape shape, IntFunction<List<EncodedPair>> pairs, DevSet dev) {
        return train(shape, () -> WeightInitializer.initialize(shape, options.seed()), pairs, dev, options.epochs());
    }

    /**
     * Likewise, but at most until so many epochs are done; the run goes on from there as if it had not stopped.
     *
     * @param initial the weights of a run that begins
     */
    List<EpochMetrics> train(
            NetworkShape shape,
            Supplier<NetworkWeights> initial,
            IntFunction<List<EncodedPair>> pairs,
            DevSet dev,
            int untilEpoch) {
        Optional<Checkpoint> saved = folder.latest();
        NetworkWeights first = saved.map(Checkpoint::weights).orElseGet(initial);
        if (!first.shape().equals(shape)) {
            throw new TrainingException("the run folder holds a network of " + first.shape() + ", asked for " + shape
                    + "; use another --run folder");
        }
        try (Seq2SeqNetwork network = new Seq2SeqNetwork(first)) {
            Adam adam = new Adam(network, (float) options.clipNorm(), (float)
                    options.regularization().weightDecay());
            saved.ifPresent(c -> adam.restore(c.means(), c.variances()));
            Position start = saved.map(Checkpoint::position).orElse(Position.START);
            return new Run(network, adam, pairs, dev, start).go(Math.min(options.epochs(), untilEpoch));
        }
    }

    /** The state of one sitting. */
    private final class Run {
        private final Seq2SeqNetwork network;
        private final Adam adam;
        private final IntFunction<List<EncodedPair>> pairs;
        private final DevSet dev;
        private final TargetLoss loss;
        private final SampledInputs sampled;
        private final DevEvaluation evaluation;
        private final MetricsLog log;
        private final LearningRateSchedule schedule;
        private final double cpuBefore;
        private Position position;
        private double trainCpu;
        private long trainTokens;

        Run(Seq2SeqNetwork network, Adam adam, IntFunction<List<EncodedPair>> pairs, DevSet dev, Position start) {
            int bos = sides.target().vocabulary().bos();
            int eos = sides.target().vocabulary().eos();
            this.network = network;
            this.adam = adam;
            this.pairs = pairs;
            this.dev = dev;
            this.position = start;
            this.cpuBefore = start.cpuSeconds() - cpuSeconds();
            this.loss = new TargetLoss(network, bos, eos);
            this.sampled = new SampledInputs(network);
            this.evaluation = new DevEvaluation(loss, new NetworkDecoder(network, bos, eos), sides);
            this.log = new MetricsLog(folder.metrics(), start.epoch())
                    .require(sides.labelled() ? DevScores.OfLabels.class : DevScores.OfTexts.class);
            int updates = plan(0).size() * options.epochs();
            this.schedule = new LearningRateSchedule(
                    options.learningRate(), options.warmupSteps(), updates, TrainingOptions.FINAL_LEARNING_RATE_SHARE);
        }

        private List<List<EncodedPair>> plan(int epoch) {
            return BatchPlan.of(pairs.apply(epoch), options.maxSlots(), options.seed(), epoch);
        }

        List<EpochMetrics> go(int epochs) {
            while (position.epoch() < epochs && position.epoch() - 1 - position.bestEpoch() < options.patience()) {
                List<List<EncodedPair>> batches = plan(position.epoch());
                for (int b = position.batch(); b < batches.size(); b++) {
                    update(batches.get(b), b, batches.size());
                    if (position.step() % options.checkpointSteps() == 0) {
                        save();
                    }
                }
                finishEpoch();
            }
            return log.rows();
        }

        private void update(List<EncodedPair> batch, int index, int batches) {
            double before = cpuSeconds();
            int step = position.step() + 1;
            Engine.getInstance().setRandomSeed((int) (options.seed() * 31 + step));
            int tokens = ForcedBatch.tokens(batch);
            double value;
            double rate = schedule.at(step);
            ForcedBatch forced = fed(loss.forced(batch), step);
            try (NDManager scope = network.manager().newSubManager()) {
                NDArray mean;
                try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    mean = loss.of(scope, forced, options.dropped(), options.objective());
                    collector.backward(mean);
                }
                adam.update(step, rate);
                value = mean.getFloat();
            }
            trainCpu += cpuSeconds() - before;
            trainTokens += tokens;
            position = new Position(
                    position.epoch(),
                    index + 1,
                    step,
                    position.bestBleu(),
                    position.bestEpoch(),
                    cpuBefore + cpuSeconds(),
                    position.tokens() + tokens,
                    position.lossSum() + value * tokens,
                    position.lossTokens() + tokens);
            progress.step(position, rate, value, batches, trainTokens / trainCpu);
        }

        /** With draws of the network among the tokens fed, where scheduled sampling wants some. */
        private ForcedBatch fed(ForcedBatch batch, int step) {
            double share = options.regularization().sampling().at(step, schedule.totalSteps());
            return share == 0 ? batch : sampled.of(batch, share, options.seed() * 1_000_003L + step);
        }

        private void finishEpoch() {
            DevEvaluation.Result result = evaluation.of(network, dev);
            double score = result.scores().deciding();
            boolean better = score > position.bestBleu();
            double cpu = cpuBefore + cpuSeconds();
            EpochMetrics metrics = new EpochMetrics(
                    position.epoch() + 1,
                    position.step(),
                    schedule.at(position.step()),
                    position.lossSum() / Math.max(1, position.lossTokens()),
                    result.loss(),
                    result.scores(),
                    trainTokens / Math.max(1e-9, trainCpu),
                    cpu / 60);
            position = new Position(
                    position.epoch() + 1,
                    0,
                    position.step(),
                    better ? score : position.bestBleu(),
                    better ? position.epoch() : position.bestEpoch(),
                    cpu,
                    position.tokens(),
                    0,
                    0);
            folder.saveEpoch(position.epoch(), network.weights(), position);
            log.add(metrics);
            LearningCurve.draw(log.rows(), folder.learningCurve());
            save();
            progress.epoch(metrics, result.sample());
        }

        private void save() {
            folder.save(new Checkpoint(position, network.weights(), adam.means(), adam.variances()));
        }
    }

    private static double cpuSeconds() {
        var os = (com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return os.getProcessCpuTime() / 1e9;
    }
}
