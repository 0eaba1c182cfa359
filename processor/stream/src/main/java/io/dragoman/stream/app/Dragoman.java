package io.dragoman.stream.app;

import io.dragoman.stream.bench.BenchCommand;
import io.dragoman.stream.demo.DemoCommand;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. Results go to standard output, logs and errors to standard error; exit codes: 0 done, 1 failed, 2 usage. */
@Command(
        name = "dragoman",
        description = "Streaming Seq2Seq inference for Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = Dragoman.Version.class)
public final class Dragoman implements Runnable {
    private static final Map<String, Supplier<Callable<Integer>>> COMMANDS = commands();

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Print the stack trace of a failure, not its message alone.")
    private boolean stacktrace;

    @Option(
            names = LogFormat.OPTION,
            scope = ScopeType.INHERIT,
            defaultValue = "text",
            paramLabel = "FORMAT",
            description =
                    "Format of the logs and of the message of a failure: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private LogFormat logFormat = LogFormat.TEXT;

    @Spec
    private @Nullable CommandSpec spec;

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        LogFormat.apply(List.of(arguments)); // before the first logger
        Thread.setDefaultUncaughtExceptionHandler(Dragoman::threadDied);
        int code = commandLine(arguments).execute(arguments);
        System.exit(code == 0 && System.out.checkError() ? unwritten() : code);
    }

    /** Says that what was asked for was not written; returns the exit code. */
    static int unwritten() {
        System.err.println("error: standard output could not be written: it is closed, or its disk is full");
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** In the log, with a stack trace only if asked for. (Kafka Streams throws on what it has replaced a thread for.) */
    private static void threadDied(Thread thread, Throwable thrown) {
        LoggerFactory.getLogger(Dragoman.class)
                .warn("Thread {} died: {}", thread.getName(), FailurePolicy.describe(thrown), thrown);
    }

    private static Map<String, Supplier<Callable<Integer>>> commands() {
        Map<String, Supplier<Callable<Integer>>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand::new);
        commands.put("batch", BatchCommand::new);
        commands.put("generate", GenerateCommand::new);
        commands.put("models", ModelsCommand::new);
        commands.put("config", ConfigCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("bench", BenchCommand::new);
        commands.put("demo", () -> new DemoCommand(new DemoWiring()));
        return commands;
    }

    /**
     * The command line that these arguments need: with the command that they begin with alone, for reading the options of all
     * took a fifth of the time to ready, and with all of them otherwise.
     */
    public static CommandLine commandLine(String... arguments) {
        Dragoman dragoman = new Dragoman();
        CommandLine commandLine = new CommandLine(dragoman);
        String first = arguments.length == 0 ? "" : arguments[0];
        COMMANDS.forEach((name, command) -> {
            if (name.equals(first) || !COMMANDS.containsKey(first)) {
                commandLine.addSubcommand(name, command.get());
            }
        });
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((exception, command, parsed) -> {
            PrintWriter err = command.getErr();
            if (dragoman.logFormat == LogFormat.JSON) {
                LoggerFactory.getLogger(Dragoman.class).error("{}", message(exception), exception);
            } else if (dragoman.stacktrace) {
                exception.printStackTrace(err);
            } else {
                err.println("error: " + message(exception));
                LoggerFactory.getLogger(Dragoman.class).debug("{} failed", command.getCommandName(), exception);
            }
            err.flush();
            return CommandLine.ExitCode.SOFTWARE;
        });
        return commandLine;
    }

    @Override
    public void run() {
        CommandSpec given = spec;
        if (given != null) {
            throw new ParameterException(given.commandLine(), "Missing a command");
        }
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        if (thrown instanceof FileSystemException file && file.getReason() == null) {
            return "found " + file.getFile() + ", expected a file that is there and may be used ("
                    + file.getClass().getSimpleName() + ")";
        }
        return message == null || message.isBlank() ? thrown.toString() : message;
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Dragoman.class.getPackage().getImplementationVersion();
            return new String[] {"dragoman " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
