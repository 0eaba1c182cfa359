package io.dragoman.export.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Entry point of the command line. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "model-export",
        description = "Trains, evaluates and exports models.",
        subcommands = {
            TrainCommand.class,
            EvaluateCommand.class,
            ScoreCommand.class,
            ExportCommand.class,
            QuantizeCommand.class,
            InspectCommand.class,
            TokenizeCommand.class
        },
        versionProvider = ModelExport.Version.class,
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ModelExport implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "print the stack trace of an error, not only its message")
    private boolean stacktrace;

    private ModelExport() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        ModelExport root = new ModelExport();
        CommandLine commandLine = new CommandLine(root).setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((error, command, parsed) -> root.report(error, command));
        commandLine.setParameterExceptionHandler((error, arguments) -> {
            PrintWriter err = error.getCommandLine().getErr();
            err.println("error: " + error.getMessage());
            err.println("see: " + error.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            err.flush();
            return CommandLine.ExitCode.USAGE;
        });
        return commandLine;
    }

    private int report(Exception error, CommandLine command) {
        PrintWriter err = command.getErr();
        String message = error.getMessage();
        err.println("error: "
                + (message == null
                        ? error.toString()
                        : message.lines().findFirst().orElse("")));
        if (stacktrace) {
            error.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "missing subcommand, expected one of " + spec.subcommands().keySet());
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"model-export " + tool()};
        }

        static String tool() {
            String version = ModelExport.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }
    }
}
