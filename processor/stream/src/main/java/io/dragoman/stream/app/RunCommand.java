package io.dragoman.stream.app;

import io.dragoman.stream.config.ConfigurationReader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves topics until it is told to stop. */
@Command(name = "run", description = "Serve the input topics until SIGTERM or Ctrl-C.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "Configuration file (YAML).")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
        return new ApplicationRunner(ConfigurationReader.read(file, System.getenv()), ApplicationRunner.Until.STOPPED)
                .run();
    }
}
