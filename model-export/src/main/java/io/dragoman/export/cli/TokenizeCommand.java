package io.dragoman.export.cli;

import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.text.SentencePieceTokenizer;
import io.dragoman.engine.text.TextNormalizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tokenize}: lines of standard input to pieces or ids, and back. */
@Command(
        name = "tokenize",
        description = "Segment each line of standard input; a bundle's source normalisation comes first.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TokenizeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Option(names = "--ids", description = "print ids instead of pieces")
    private boolean ids;

    @Option(names = "--decode", description = "read ids, print text")
    private boolean decode;

    static final class Source {
        @Option(names = "--bundle", paramLabel = "DIR", description = "a bundle, with its normalisation")
        private @Nullable Path bundle;

        @Option(names = "--model", paramLabel = "FILE", description = "a SentencePiece model file")
        private @Nullable Path model;
    }

    private final InputStream in;

    TokenizeCommand() {
        this(System.in);
    }

    TokenizeCommand(InputStream in) {
        this.in = in;
    }

    @Override
    public Integer call() throws IOException {
        TextNormalizer normalizer = TextNormalizer.of(List.of());
        SentencePieceTokenizer tokenizer;
        if (source.bundle != null) {
            ModelBundle bundle = ModelBundle.load(source.bundle);
            normalizer = TextNormalizer.of(bundle.manifest().tokenizer().sourceNormalization());
            tokenizer = SentencePieceTokenizer.load(
                    bundle.file(bundle.manifest().tokenizer().file()));
        } else if (source.model != null) {
            tokenizer = SentencePieceTokenizer.load(source.model);
        } else {
            throw new IllegalStateException("picocli asks for one of --bundle and --model");
        }
        PrintWriter out = spec.commandLine().getOut();
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.println(decode ? tokenizer.decode(parse(line)) : segment(tokenizer, normalizer.apply(line)));
        }
        out.flush();
        return 0;
    }

    private String segment(SentencePieceTokenizer tokenizer, String text) {
        return Arrays.stream(tokenizer.encode(text).ids())
                .mapToObj(id ->
                        ids ? Integer.toString(id) : tokenizer.vocabulary().piece(id))
                .collect(Collectors.joining(" "));
    }

    private static int[] parse(String line) {
        try {
            return Arrays.stream(line.trim().split("\\s+"))
                    .filter(word -> !word.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected ids between spaces, found '" + line + "'", e);
        }
    }
}
