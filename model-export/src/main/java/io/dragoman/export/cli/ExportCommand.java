package io.dragoman.export.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dragoman.engine.bundle.Limits;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.text.SentencePieceTokenizer;
import io.dragoman.engine.text.TextNormalizer;
import io.dragoman.engine.text.Vocabulary;
import io.dragoman.export.bundle.BundleDraft;
import io.dragoman.export.bundle.BundleNetwork;
import io.dragoman.export.bundle.BundleWriter;
import io.dragoman.export.bundle.ModelCard;
import io.dragoman.export.network.NetworkCost;
import io.dragoman.export.network.NetworkDecoder;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.network.Seq2SeqNetwork;
import io.dragoman.export.onnx.GraphDecoder;
import io.dragoman.export.onnx.ParityCheck;
import io.dragoman.export.onnx.RnnStepGraphs;
import io.dragoman.export.training.RunFolder;
import io.dragoman.export.training.TokenLimit;
import io.dragoman.export.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code export}: a run folder in, a bundle out, but only when its graphs compute what the network computes. */
@Command(
        name = "export",
        description = "Write a trained run as a bundle, after proving its graphs equal to the network.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ExportCommand implements Callable<Integer> {
    /** Source tokens for which the cost of a generated token is stated. */
    private static final int COST_SOURCE = 20;

    @Spec
    private CommandSpec spec;

    @Option(names = "--run", required = true, paramLabel = "FOLDER", description = "run folder of train")
    private Path run;

    @Option(names = "--output", required = true, paramLabel = "FOLDER", description = "bundle folder to create")
    private Path output;

    @Option(
            names = "--parity-data",
            required = true,
            paramLabel = "FILE",
            description = "sentences for the proof, one a line, gzip or plain; at least 200 distinct")
    private Path parityData;

    @Option(names = "--parity-column", defaultValue = "0", description = "column of the sentences, from 0")
    private int parityColumn;

    @Option(
            names = "--average",
            defaultValue = "1",
            paramLabel = "N",
            description = "mean of the weights after the last N epochs; 0: newest checkpoint of a run that goes on")
    private int average;

    @Option(
            names = "--blend",
            paramLabel = "BUNDLE",
            description = "the bundle that the run began with (train --from): part of its weights is kept, and with it"
                    + " more of what it knew")
    private @Nullable Path blend;

    @Option(
            names = "--blend-share",
            defaultValue = "0.5",
            paramLabel = "S",
            description = "share of the run's own weights in a blend, 0 to 1")
    private double blendShare;

    @ArgGroup(exclusive = false, heading = "Model%n", validate = false)
    private ModelOptions model = new ModelOptions();

    @ArgGroup(exclusive = false, heading = "Decoding defaults and limits%n", validate = false)
    private DecodingChoice decoding = new DecodingChoice();

    static final class ModelOptions {
        @Option(names = "--name", defaultValue = "model")
        private String name;

        @Option(names = "--model-version", defaultValue = "1")
        private String version;

        @Option(
                names = "--task",
                description = "what the model does (translation; of a run with --classify always classification)")
        private @Nullable String task;

        @Option(names = "--source-language", paramLabel = "CODE")
        private @Nullable String sourceLanguage;

        @Option(names = "--target-language", paramLabel = "CODE")
        private @Nullable String targetLanguage;

        @Option(
                names = "--model-card",
                paramLabel = "FILE",
                description = "Markdown about data, licence, scores and limits, put into MODEL_CARD.md")
        private @Nullable Path card;
    }

    @Override
    public Integer call() throws IOException {
        TorchThreads.limit(1);
        if (!Files.isRegularFile(run.resolve("run.json"))) {
            throw new IllegalArgumentException("run folder " + run + ": found no run.json; name a folder of train");
        }
        RunFolder folder = new RunFolder(run);
        TrainingRun.Description description =
                new ObjectMapper().readValue(folder.description().toFile(), TrainingRun.Description.class);
        NetworkWeights weights = blended(weights(folder), description);
        RnnStepGraphs graphs = RnnStepGraphs.of(weights);
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.load(folder.tokenizer());
        List<int[]> sources = paritySources(tokenizer, description);
        ParityCheck.Report parity = prove(weights, graphs, tokenizer.vocabulary(), sources);
        ExportedLabels labels = new ExportedLabels(description.labels());
        BundleDraft draft = new BundleDraft(
                new BundleDraft.Identity(
                        model.name, model.version, labels.task(model.task), model.sourceLanguage, model.targetLanguage),
                graphs,
                Files.readAllBytes(folder.tokenizer()),
                description.normalization().source(),
                description.normalization().target(),
                labels.spec(),
                labels.decoding(
                        decoding.defaults(),
                        spec.commandLine().getParseResult().matchedOptions().stream()
                                .map(OptionSpec::longestName)
                                .toList()),
                new Limits(decoding.maxSourceTokens(), labels.maxTargetTokens(decoding.maxTargetTokens())),
                provenance(description, weights, parity),
                card(description, weights),
                decoding.lexicon(description));
        ModelBundle bundle = BundleWriter.write(draft, output);
        spec.commandLine()
                .getErr()
                .printf(
                        "parity: %d sentences, %d positions, largest difference of a logit %.2e%n",
                        parity.sentences(), parity.positions(), parity.largestDifference());
        spec.commandLine().getErr().flush();
        spec.commandLine().getOut().print(bundle.describe());
        spec.commandLine().getOut().flush();
        return 0;
    }

    private NetworkWeights blended(NetworkWeights own, TrainingRun.Description description) throws IOException {
        if (blend == null) {
            return own;
        }
        ModelBundle origin = ModelBundle.load(blend);
        if (!origin.digest().equals(description.from())) {
            throw new IllegalArgumentException("--blend: found a bundle of digest " + origin.digest()
                    + ", expected the one the run began with: " + description.from());
        }
        if (!(blendShare >= 0 && blendShare <= 1)) {
            throw new IllegalArgumentException("--blend-share: found " + blendShare + ", expected 0 to 1");
        }
        return own.blend(BundleNetwork.read(origin).weights(), blendShare);
    }

    private NetworkWeights weights(RunFolder folder) {
        if (average == 0) {
            return folder.newest().weights();
        }
        List<NetworkWeights> epochs = folder.lastEpochs(average);
        if (average < 0 || epochs.size() < average) {
            throw new IllegalArgumentException("--average: found " + average + ", expected 0 to " + epochs.size()
                    + " (finished epochs in " + run + ")");
        }
        return NetworkWeights.mean(epochs);
    }

    private List<int[]> paritySources(SentencePieceTokenizer tokenizer, TrainingRun.Description description) {
        TextNormalizer normalizer =
                TextNormalizer.of(description.normalization().source());
        TokenLimit limit = new TokenLimit(description.maxTokens(), description.truncateSource());
        return DataFile.column(parityData, parityColumn).stream()
                .map(normalizer::apply)
                .filter(text -> !text.isBlank())
                .distinct()
                .limit(ParityCheck.DEFAULT.minSentences())
                .map(text -> limit.source(tokenizer, text))
                .toList();
    }

    private static ParityCheck.Report prove(
            NetworkWeights weights, RnnStepGraphs graphs, Vocabulary vocabulary, List<int[]> sources) {
        try (Seq2SeqNetwork network = new Seq2SeqNetwork(weights);
                GraphDecoder exported = new GraphDecoder(graphs, vocabulary.bos(), vocabulary.eos())) {
            NetworkDecoder trained = new NetworkDecoder(network, vocabulary.bos(), vocabulary.eos());
            return ParityCheck.DEFAULT.compare(trained, exported, sources);
        }
    }

    private Map<String, Object> provenance(
            TrainingRun.Description description, NetworkWeights weights, ParityCheck.Report parity) {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("run", new ObjectMapper().convertValue(description, Map.class));
        provenance.put("averagedEpochs", average);
        if (blend != null) {
            provenance.put("blendShare", blendShare);
        }
        provenance.put("network", weights.shape().describe());
        provenance.put("parameters", weights.shape().parameters());
        provenance.put(
                "decodingCost",
                NetworkCost.ofStep(weights.shape(), COST_SOURCE).describe() + ", source of " + COST_SOURCE);
        provenance.put("tool", "model-export " + ModelExport.Version.tool());
        provenance.put("parity", Map.of("sentences", parity.sentences(), "positions", parity.positions()));
        return provenance;
    }

    private String card(TrainingRun.Description description, NetworkWeights weights) throws IOException {
        String about = model.card == null ? "" : Files.readString(model.card);
        return ModelCard.titled(model.name, model.version, about)
                + "\n## How it was made\n\n"
                + "- Network: %s; %,d parameters\n- Decoding: %s (source of %d tokens)\n"
                        .formatted(
                                weights.shape().describe(),
                                weights.shape().parameters(),
                                NetworkCost.ofStep(weights.shape(), COST_SOURCE).describe(),
                                COST_SOURCE)
                + "- Trained on %,d pairs (SHA-256 %s), every choice made on %,d pairs (SHA-256 %s)\n"
                        .formatted(
                                description.trainPairs(),
                                description.trainDigest(),
                                description.devPairs(),
                                description.devDigest())
                + new ExportedLabels(description.labels()).card()
                + "- Options: %s\n- Weights: %s\n".formatted(description.options(), weightsUsed())
                + "- Graphs held against the network on %d sentences before writing\n"
                        .formatted(ParityCheck.DEFAULT.minSentences());
    }

    private String weightsUsed() {
        return switch (average) {
            case 0 -> "newest checkpoint";
            case 1 -> "after the last epoch";
            default -> "mean after the last " + average + " epochs";
        };
    }
}
