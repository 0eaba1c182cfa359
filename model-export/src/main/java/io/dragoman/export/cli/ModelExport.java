package io.dragoman.export.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the command line. */
@Command(
        name = "model-export",
        subcommands = {TrainCommand.class, ScoreCommand.class},
        mixinStandardHelpOptions = true)
public final class ModelExport {
    private ModelExport() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new ModelExport()).execute(args));
    }
}
