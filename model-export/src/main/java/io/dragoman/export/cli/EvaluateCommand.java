package io.dragoman.export.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Seq2SeqEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evaluate}: a bundle's outputs, made by the engine that serves it, against every reference of each source. */
@Command(
        name = "evaluate",
        description = "Score a bundle on pairs; rows of one source are several references.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EvaluateCommand implements Callable<Integer> {
    private static final int CHUNK = 256;

    @Spec
    private CommandSpec spec;

    @Option(names = "--bundle", required = true, paramLabel = "DIR", description = "the model")
    private Path bundle;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "tab-separated: source, reference; gzip or plain")
    private Path data;

    @Option(names = "--limit", paramLabel = "N", description = "only the first N sources")
    private @Nullable Integer limit;

    @Option(names = "--outputs", paramLabel = "FILE", description = "also write one output a line, in order of sources")
    private @Nullable Path outputs;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @ArgGroup(exclusive = false, validate = false, heading = "Decoding (the bundle's defaults)%n")
    private DecodingOptions decoding = new DecodingOptions();

    static final class DecodingOptions {
        @Option(names = "--beam-size", paramLabel = "N")
        private @Nullable Integer beamSize;

        @Option(names = "--length-penalty", paramLabel = "A")
        private @Nullable Double lengthPenalty;

        @Option(names = "--max-new-tokens", paramLabel = "N")
        private @Nullable Integer maxNewTokens;

        GenerationOptions options() {
            return new GenerationOptions(beamSize, null, lengthPenalty, maxNewTokens);
        }
    }

    @Override
    public Integer call() throws IOException {
        Map<String, List<String>> references = references();
        List<String> sources = List.copyOf(references.keySet());
        List<String> texts = new ArrayList<>();
        int refused;
        long start;
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(bundle, EngineOptions.defaults())) {
            engine.warmUp();
            start = System.nanoTime();
            refused = generate(engine, sources, texts);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (outputs != null) {
            Files.write(
                    outputs, texts.stream().map(text -> text.replace('\n', ' ')).toList());
        }
        Evaluation evaluation = Evaluation.of(sources, texts, List.copyOf(references.values()));
        print(evaluation, refused, sources.size() / seconds);
        return 0;
    }

    private Map<String, List<String>> references() throws IOException {
        Map<String, List<String>> references = new LinkedHashMap<>();
        int line = 0;
        for (List<String> row : DataFile.rows(data)) {
            line++;
            if (row.size() < 2) {
                throw new IllegalArgumentException(data + " line " + line
                        + ": expected source and reference with a tab between, found one column");
            }
            if (limit != null && references.size() == limit && !references.containsKey(row.get(0))) {
                continue;
            }
            references.computeIfAbsent(row.get(0), source -> new ArrayList<>()).add(row.get(1));
        }
        if (references.isEmpty()) {
            throw new IllegalArgumentException(data + ": expected at least one pair, found none");
        }
        return references;
    }

    /** Adds one text a source, empty for what was rejected or failed; gives the number of those. */
    private int generate(Seq2SeqEngine engine, List<String> sources, List<String> texts) {
        PrintWriter err = spec.commandLine().getErr();
        int refused = 0;
        for (int from = 0; from < sources.size(); from += CHUNK) {
            List<GenerationRequest> requests = sources.subList(from, Math.min(sources.size(), from + CHUNK)).stream()
                    .map(source -> new GenerationRequest(source, decoding.options()))
                    .toList();
            for (Outcome outcome : engine.generate(requests)) {
                switch (outcome) {
                    case Outcome.Generated generated -> texts.add(generated.text());
                    case Outcome.Rejected rejected -> {
                        refused++;
                        texts.add("");
                        err.println("source " + texts.size() + " " + rejected.reason() + ": " + rejected.message());
                    }
                    case Outcome.Failed failed -> {
                        refused++;
                        texts.add("");
                        err.println("source " + texts.size() + " " + failed.reason() + ": " + failed.message());
                    }
                }
            }
            err.printf("%d of %d%n", texts.size(), sources.size());
            err.flush();
        }
        return refused;
    }

    private void print(Evaluation evaluation, int refused, double sentencesPerSecond) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> object = evaluation.toMap();
            object.put("refused", refused);
            object.put("sentencesPerSecond", sentencesPerSecond);
            out.println(new ObjectMapper().writeValueAsString(object));
        } else {
            out.print(evaluation.describe());
            out.printf("refused or failed %d; %.1f sentences/s%n", refused, sentencesPerSecond);
        }
        out.flush();
    }
}
