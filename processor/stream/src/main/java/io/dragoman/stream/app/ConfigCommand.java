package io.dragoman.stream.app;

import io.dragoman.stream.config.ConfigurationPrinter;
import io.dragoman.stream.config.ConfigurationReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Explains the keys, or checks a file and shows what is in effect. */
@Command(
        name = "config",
        description = "Explain every key, or check a file and show the configuration in effect (secrets masked).",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {
    @Option(names = "--explain", description = "Print every key with its unit, default and meaning.")
    private boolean explain;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration file to check.")
    private @Nullable Path file;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec given = Objects.requireNonNull(spec, "picocli sets it");
        if (!explain && file == null) {
            throw new ParameterException(given.commandLine(), "Expected --explain or --config FILE");
        }
        PrintWriter out = given.commandLine().getOut();
        if (explain) {
            out.print(ConfigurationPrinter.explain());
        }
        if (file != null) {
            out.print(ConfigurationPrinter.effective(ConfigurationReader.read(file, System.getenv())));
        }
        out.flush();
        return 0;
    }
}
