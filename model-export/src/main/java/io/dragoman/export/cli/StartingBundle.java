package io.dragoman.export.cli;

import io.dragoman.engine.bundle.LabelSpec;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.text.SentencePieceTokenizer;
import io.dragoman.engine.text.Vocabulary;
import io.dragoman.export.bundle.BundleNetwork;
import io.dragoman.export.corpus.ParallelCorpus;
import io.dragoman.export.corpus.SentencePair;
import io.dragoman.export.network.NetworkDecoder;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.Seq2SeqNetwork;
import io.dragoman.export.onnx.GraphDecoder;
import io.dragoman.export.onnx.ParityCheck;
import io.dragoman.export.training.Origin;
import io.dragoman.export.training.TokenLimit;
import io.dragoman.export.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bundle of {@code train --from}: its tokenizer, text steps and network are the run's. */
final class StartingBundle {
    /** Weights read back differ in the last bit here and there, so logits may by a little more than on export. */
    private static final ParityCheck SAME = new ParityCheck(1e-3, 1, 40);

    private static final int SENTENCES = 20;

    private final ModelBundle bundle;
    private final BundleNetwork network;

    private StartingBundle(ModelBundle bundle, BundleNetwork network) {
        this.bundle = bundle;
        this.network = network;
    }

    static StartingBundle read(Path folder) throws IOException {
        ModelBundle bundle = ModelBundle.load(folder);
        return new StartingBundle(bundle, BundleNetwork.read(bundle));
    }

    NetworkShape shape() {
        return network.weights().shape();
    }

    /** What a classifier may answer, or null. */
    @Nullable LabelSpec labels() {
        return bundle.manifest().labels();
    }

    TrainingRun.Normalization normalization() {
        return new TrainingRun.Normalization(
                bundle.manifest().tokenizer().sourceNormalization(),
                bundle.manifest().tokenizer().targetNormalization());
    }

    /**
     * What the run begins with, once the weights were found to compute what the bundle computes.
     *
     * @param corpus its first sources are the proof's
     */
    Origin origin(ParallelCorpus corpus) throws IOException {
        byte[] file =
                Files.readAllBytes(bundle.file(bundle.manifest().tokenizer().file()));
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.parse(file);
        Vocabulary vocabulary = tokenizer.vocabulary();
        List<SentencePair> some =
                corpus.pairs().subList(0, Math.min(SENTENCES, corpus.pairs().size()));
        List<int[]> sources = new TokenLimit(Integer.MAX_VALUE, false)
                .encode(tokenizer, some).stream().map(pair -> pair.source()).toList();
        try (Seq2SeqNetwork read = new Seq2SeqNetwork(network.weights());
                GraphDecoder graphs = new GraphDecoder(network.graphs(), vocabulary.bos(), vocabulary.eos())) {
            SAME.compare(new NetworkDecoder(read, vocabulary.bos(), vocabulary.eos()), graphs, sources);
        }
        return new Origin(bundle.digest(), file, network.weights());
    }
}
