package io.dragoman.stream.app;

import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.stream.config.ConfigurationReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Loads bundles, every digest and graph checked, and says what they are. */
@Command(
        name = "models",
        description = "Load and check bundles, and show name, version, task, languages and digest of each.",
        mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
    @Option(names = "--bundle", paramLabel = "DIR", description = "A model bundle; may be given several times.")
    private List<Path> bundles = new ArrayList<>();

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration file whose models are shown.")
    private @Nullable Path file;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec given = Objects.requireNonNull(spec, "picocli sets it");
        List<Path> all = new ArrayList<>(bundles);
        if (file != null) {
            all.addAll(ConfigurationReader.read(file, System.getenv()).models());
        }
        if (all.isEmpty()) {
            throw new ParameterException(given.commandLine(), "Expected --bundle DIR or --config FILE");
        }
        PrintWriter out = given.commandLine().getOut();
        for (Path bundle : all) {
            try (Seq2SeqEngine engine = Seq2SeqEngine.load(bundle, EngineOptions.defaults())) {
                ModelIdentity model = engine.model();
                out.printf(
                        "%s %s  %s %s-%s  %s  %s%n",
                        model.name(),
                        model.version(),
                        model.task(),
                        model.sourceLanguage(),
                        model.targetLanguage(),
                        model.digest(),
                        bundle);
            }
        }
        out.flush();
        return 0;
    }
}
