package io.dragoman.stream.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.OverlongPolicy;
import io.dragoman.engine.model.DecoderLoop;
import io.dragoman.engine.model.Device;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How fast a model is here, by device, workers and batch size, without Kafka. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measure how fast a model is on this machine, without Kafka: every combination of device, decoder loop, workers and batch size, in turns.",
            "The figures choose engine.device, engine.decoder-loop, engine.workers and engine.max-batch-size."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--bundle", required = true, paramLabel = "DIR", description = "Model bundle.")
    private Path bundle = Path.of("");

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "Texts like those that will be served, one a line; - for standard input.")
    private String data = "";

    @Option(
            names = "--texts",
            paramLabel = "N",
            defaultValue = "256",
            description = "At most so many lines are read (default: ${DEFAULT-VALUE}).")
    private int most;

    @Option(
            names = "--device",
            split = ",",
            defaultValue = "auto",
            paramLabel = "D",
            description = "auto, cpu, cuda or cuda:N; several with commas (default: ${DEFAULT-VALUE}).")
    private List<String> devices = List.of();

    @Option(
            names = "--decoder-loop",
            split = ",",
            defaultValue = "auto",
            paramLabel = "L",
            description =
                    "auto, graph or steps, as engine.decoder-loop; several with commas (default: ${DEFAULT-VALUE}).")
    private List<String> loops = List.of();

    @Option(
            names = "--workers",
            split = ",",
            defaultValue = "1",
            paramLabel = "N",
            description = "Batches at the same time; several with commas (default: ${DEFAULT-VALUE}).")
    private List<Integer> workers = List.of();

    @Option(
            names = "--batch-sizes",
            split = ",",
            defaultValue = "1,8,32,64",
            paramLabel = "N",
            description = "Texts decoded together; several with commas (default: ${DEFAULT-VALUE}).")
    private List<Integer> batchSizes = List.of();

    @Option(
            names = "--intra-op-threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads inside one run of a graph (default: ${DEFAULT-VALUE}).")
    private int intraOpThreads;

    @Option(names = "--beam-size", paramLabel = "N", description = "1 is greedy. Default: the bundle's.")
    private @Nullable Integer beamSize;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Every combination runs once a round; medians are told (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--json", description = "Write one JSON object.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    private PrintWriter err() {
        return Objects.requireNonNull(spec, "picocli sets it").commandLine().getErr();
    }

    @Override
    public Integer call() throws IOException {
        List<Way> asked = check();
        List<String> texts = texts();
        EngineOptions unhurried = EngineOptions.unhurried(OverlongPolicy.REJECT);
        int largest = batchSizes.stream().mapToInt(size -> size).max().orElseThrow();
        EngineOptions options = new EngineOptions(
                unhurried.device(),
                unhurried.gpuMemory(),
                unhurried.decoderLoop(),
                intraOpThreads,
                largest,
                unhurried.batchDeadline(),
                unhurried.overlong());
        try (Bench bench = new Bench(bundle, asked, options)) {
            Bench.Sound sound = bench.sound(texts, new GenerationOptions(beamSize, 1, null, null));
            List<GenerationRequest> requests = sound.requests();
            if (requests.size() < texts.size()) {
                err().printf(
                                "%d of %d texts are left out: the model refuses them%n",
                                texts.size() - requests.size(), texts.size());
            }
            List<Figures> figures = bench.measure(setups(asked), requests, rounds, round -> {
                err().printf("round %d of %d%n", round, rounds);
                err().flush();
            });
            PrintWriter out = Objects.requireNonNull(spec, "picocli sets it")
                    .commandLine()
                    .getOut();
            out.print(json ? asJson(bench, sound, figures) : asText(bench, sound, figures));
            out.flush();
        }
        return 0;
    }

    private List<Way> check() {
        if (rounds < 1
                || most < 1
                || intraOpThreads < 1
                || workers.stream().anyMatch(n -> n < 1)
                || batchSizes.stream().anyMatch(n -> n < 1 || n > 4096)) {
            throw usage(
                    "--rounds, --texts, --intra-op-threads, --workers and --batch-sizes: expected whole numbers of 1 or more, batches of 4096 at most");
        }
        List<Way> ways = new ArrayList<>();
        for (String device : new LinkedHashSet<>(devices)) {
            for (String loop : new LinkedHashSet<>(loops)) {
                ways.add(new Way(device(device), loop(loop)));
            }
        }
        return ways;
    }

    private Device device(String text) {
        try {
            return Device.of(text);
        } catch (IllegalArgumentException e) {
            throw usage("--device: " + e.getMessage());
        }
    }

    private DecoderLoop loop(String text) {
        try {
            return DecoderLoop.of(text);
        } catch (IllegalArgumentException e) {
            throw usage("--decoder-loop: " + e.getMessage());
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(
                Objects.requireNonNull(spec, "picocli sets it").commandLine(), message);
    }

    private List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        try (InputStream in = data.equals("-") ? System.in : Files.newInputStream(Path.of(data));
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && texts.size() < most; line = lines.readLine()) {
                if (!line.isBlank()) {
                    texts.add(line);
                }
            }
        }
        return texts;
    }

    private List<Setup> setups(List<Way> asked) {
        List<Setup> setups = new ArrayList<>();
        for (Way way : asked) {
            for (int n : new LinkedHashSet<>(workers)) {
                for (int size : new LinkedHashSet<>(batchSizes)) {
                    setups.add(new Setup(way, n, size));
                }
            }
        }
        return setups;
    }

    private String asText(Bench bench, Bench.Sound sound, List<Figures> figures) {
        StringBuilder text = new StringBuilder("%s %s, beam %d, %d texts, medians of %d rounds in turns%n%n"
                .formatted(
                        bench.model().name(),
                        bench.model().version(),
                        bench.beamSize(),
                        sound.requests().size(),
                        rounds));
        text.append("%-8s %-6s %7s %6s %9s %10s %14s %9s %14s%n"
                .formatted(
                        "device",
                        "loop",
                        "workers",
                        "batch",
                        "texts/s",
                        "tokens/s",
                        "batch ms (p50)",
                        "(p95)",
                        "of the first"));
        for (Figures row : figures) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-8s %-6s %7d %6d %9.1f %10.0f %14.1f %9.1f %14.2f%n",
                    bench.used(row.setup().way()).used(),
                    loop(bench, row),
                    row.setup().workers(),
                    row.setup().batchSize(),
                    row.textsPerSecond(),
                    row.tokensPerSecond(),
                    row.batchMillis(),
                    row.slowBatchMillis(),
                    row.ratio()));
        }
        Figures best =
                figures.stream().max(Comparator.comparingDouble(Figures::ratio)).orElseThrow();
        if (devices.size() > 1 || loops.size() > 1) {
            text.append("%n%d texts have another output in another way%n".formatted(sound.differing()));
        }
        return text.append(
                        "%nMost texts a second: engine: { device: \"%s\", decoder-loop: %s, workers: %d, max-batch-size: %d }%n"
                                .formatted(
                                        bench.used(best.setup().way()).used(),
                                        loop(bench, best),
                                        best.setup().workers(),
                                        best.setup().batchSize()))
                .toString();
    }

    private static String loop(Bench bench, Figures row) {
        return bench.used(row.setup().way()).loop().toString();
    }

    private String asJson(Bench bench, Bench.Sound sound, List<Figures> figures) throws IOException {
        ObjectNode object = JSON.createObjectNode();
        object.put("model", bench.model().name())
                .put("version", bench.model().version())
                .put("digest", bench.model().digest())
                .put("beamSize", bench.beamSize())
                .put("texts", sound.requests().size())
                .put("differing", sound.differing())
                .put("rounds", rounds);
        ArrayNode rows = object.putArray("setups");
        for (Figures row : figures) {
            rows.addObject()
                    .put("device", bench.used(row.setup().way()).used().toString())
                    .put("decoderLoop", loop(bench, row))
                    .put("workers", row.setup().workers())
                    .put("batchSize", row.setup().batchSize())
                    .put("textsPerSecond", row.textsPerSecond())
                    .put("tokensPerSecond", row.tokensPerSecond())
                    .put("batchMillis", row.batchMillis())
                    .put("slowBatchMillis", row.slowBatchMillis())
                    .put("ratio", row.ratio());
        }
        return JSON.writeValueAsString(object) + System.lineSeparator();
    }
}
