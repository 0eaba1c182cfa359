package io.dragoman.stream.app;

import io.dragoman.stream.config.ConfigurationException;
import io.dragoman.stream.config.ConfigurationReader;
import io.dragoman.stream.config.DragomanConfiguration;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves what there is and ends. */
@Command(
        name = "batch",
        mixinStandardHelpOptions = true,
        description = {
            "Serve what the input topics hold now, and exit: code 0 when all of it is committed, 1 if something ended it before.",
            "Begins where its group (kafka.application.id) stands, or at the first record: give a group and topics of its own beside a running stream. Records that arrive meanwhile may be served too.",
            "The log tells each ten seconds what is to go, and in which partitions most of it."
        })
final class BatchCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "Configuration file (YAML).")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
        DragomanConfiguration configuration = ConfigurationReader.read(file, System.getenv());
        checkBeginning(configuration);
        return new ApplicationRunner(configuration, ApplicationRunner.Until.PRESENT_END).run();
    }

    /** A new group that begins at the end would wait for ever for what it skips. */
    private void checkBeginning(DragomanConfiguration configuration) {
        for (String prefix : List.of("", "consumer.", "main.consumer.")) {
            String key = prefix + ConsumerConfig.AUTO_OFFSET_RESET_CONFIG;
            String found = configuration.kafka().getOrDefault(key, "earliest");
            if (!found.equals("earliest")) {
                throw new ConfigurationException(
                        file.toString(),
                        List.of("'kafka." + key + "': found '" + found + "', expected earliest for batch"));
            }
        }
    }
}
