package io.dragoman.stream.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.Explained;
import io.dragoman.engine.Explanation;
import io.dragoman.engine.ExplanationJson;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.OverlongPolicy;
import io.dragoman.engine.Reason;
import io.dragoman.engine.Seq2SeqEngine;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lines in, one line each out, in order. */
@Command(
        name = "generate",
        description = "Read lines from standard input and write the generation of each.",
        mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
    private static final int CHUNK_LINES = 256;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--bundle", required = true, paramLabel = "DIR", description = "Model bundle.")
    private Path bundle = Path.of("");

    @Option(
            names = "--beam-size",
            paramLabel = "N",
            description = "Hypotheses kept at each step; 1 is greedy. Default: the bundle's.")
    private @Nullable Integer beamSize;

    @Option(
            names = "--n-best",
            paramLabel = "N",
            description = "Hypotheses returned (shown with --json). Default: the bundle's.")
    private @Nullable Integer nBest;

    @Option(
            names = "--length-penalty",
            paramLabel = "A",
            description = "Exponent of the length in the score. Default: the bundle's.")
    private @Nullable Double lengthPenalty;

    @Option(names = "--max-new-tokens", paramLabel = "N", description = "Most target tokens. Default: the bundle's.")
    private @Nullable Integer maxNewTokens;

    @Option(
            names = "--truncate",
            description = "Cut texts that are longer than the model reads, instead of refusing them.")
    private boolean truncate;

    @Option(names = "--json", description = "Write one JSON object a line.")
    private boolean json;

    @Option(
            names = "--explain",
            description =
                    "Show for every hypothesis where the model looked: its attention by words, and log-probabilities.")
    private boolean explain;

    private boolean sawFailure;

    @Override
    public Integer call() throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        var options = new GenerationOptions(beamSize, nBest, lengthPenalty, maxNewTokens);
        OverlongPolicy overlong = truncate ? OverlongPolicy.TRUNCATE : OverlongPolicy.REJECT;
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(bundle, EngineOptions.unhurried(overlong));
                var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            List<GenerationRequest> chunk = new ArrayList<>();
            String line = in.readLine();
            while (line != null) {
                chunk.add(new GenerationRequest(line, options));
                line = chunk.size() >= CHUNK_LINES || !in.ready()
                        ? flushThenRead(engine, chunk, out, in)
                        : in.readLine();
            }
            write(engine, chunk, out);
        }
        if (out.checkError()) {
            return Dragoman.unwritten();
        }
        return sawFailure ? 1 : 0;
    }

    private @Nullable String flushThenRead(
            Seq2SeqEngine engine, List<GenerationRequest> chunk, PrintStream out, BufferedReader in)
            throws IOException {
        write(engine, chunk, out);
        chunk.clear();
        return out.checkError() ? null : in.readLine(); // nobody reads what more would be written
    }

    private void write(Seq2SeqEngine engine, List<GenerationRequest> chunk, PrintStream out) throws IOException {
        if (explain) {
            for (GenerationRequest request : chunk) {
                Explained explained = engine.explain(request);
                out.print(json ? ExplanationJson.of(explained) : asText(explained));
                out.print('\n');
            }
            out.flush();
            return;
        }
        List<Outcome> outcomes = engine.generate(chunk);
        for (Outcome outcome : outcomes) {
            out.print(json ? asJson(outcome) : asText(outcome));
            out.print('\n');
        }
        out.flush();
    }

    private String asText(Explained explained) {
        return switch (explained) {
            case Explanation explanation -> ExplanationText.of(explanation);
            case Explained.Not not -> asText(not.outcome());
        };
    }

    private String asText(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Generated generated -> oneLine(generated.text());
            case Outcome.Rejected rejected -> {
                sawFailure |= rejected.reason() == Reason.INVALID_OPTIONS; // the command's, not the line's
                if (rejected.reason() != Reason.EMPTY_TEXT) {
                    System.err.println(rejected.reason() + ": " + rejected.message());
                }
                yield "";
            }
            case Outcome.Failed failure -> {
                sawFailure = true;
                System.err.println(failure.reason() + ": " + failure.message());
                yield "";
            }
        };
    }

    private String asJson(Outcome outcome) throws JsonProcessingException {
        ObjectNode object = JSON.createObjectNode();
        switch (outcome) {
            case Outcome.Generated generated -> {
                object.put("text", generated.text());
                ArrayNode hypotheses = object.putArray("hypotheses");
                generated
                        .hypotheses()
                        .forEach(hypothesis -> hypotheses
                                .addObject()
                                .put("text", hypothesis.text())
                                .put("score", hypothesis.score()));
                ArrayNode flags = object.putArray("flags");
                generated.flags().forEach(flag -> flags.add(flag.name()));
            }
            case Outcome.Rejected rejected -> {
                sawFailure |= rejected.reason() == Reason.INVALID_OPTIONS;
                object.put("rejected", rejected.reason().name()).put("message", rejected.message());
            }
            case Outcome.Failed failure -> {
                sawFailure = true;
                object.put("failed", failure.reason().name()).put("message", failure.message());
            }
        }
        return JSON.writeValueAsString(object);
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ').replace('\r', ' ');
    }
}
