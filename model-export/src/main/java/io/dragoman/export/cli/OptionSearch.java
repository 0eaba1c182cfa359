package io.dragoman.export.cli;

import io.dragoman.export.report.SearchReport;
import io.dragoman.export.search.SearchSpace;
import io.dragoman.export.search.Standing;
import io.dragoman.export.search.SuccessiveHalving;
import io.dragoman.export.search.Trial;
import io.dragoman.export.search.TrialResult;
import io.dragoman.export.training.EpochMetrics;
import io.dragoman.export.training.RunFolder;
import io.dragoman.export.training.TrainingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code train --search}: the command's own options, and in each trial those of the space drawn anew. */
final class OptionSearch {
    private final TrainCommand command;
    private final CommandLine commandLine;
    private final Path spaceFile;
    private final Path folder;
    private final PrintWriter err;

    OptionSearch(TrainCommand command, CommandLine commandLine, Path spaceFile, Path folder) {
        this.command = command;
        this.commandLine = commandLine;
        this.spaceFile = spaceFile;
        this.folder = folder;
        this.err = commandLine.getErr();
    }

    int call() throws IOException {
        SearchSpace space = SearchSpace.read(spaceFile);
        requireSearchable(space);
        claimFolder();
        TrainCommand.Data data = command.data();
        String score = data.labels() == null ? "BLEU" : "accuracy";
        SuccessiveHalving search =
                new SuccessiveHalving(space, command.epochs(), (trial, until) -> train(trial, until, data));
        List<Standing> standings = search.search();
        new SearchReport(standings, space.rungs(), score).write(folder);
        Standing best = standings.getFirst();
        if (best.result().best() < 0) {
            throw new IllegalArgumentException("no trial was trained, the best of " + standings.size() + ": "
                    + best.result().problem());
        }
        err.printf(
                Locale.ROOT,
                "%d trials; best is trial %d, dev %s %.2f: %s%n",
                standings.size(),
                best.result().trial().number(),
                score,
                best.result().best(),
                best.result().trial().options());
        err.flush();
        return export(best.result().trial());
    }

    /** Options of the network and of training, each of which train knows, none given outside the space too. */
    private void requireSearchable(SearchSpace space) {
        List<String> problems = new ArrayList<>();
        for (String name : space.options().keySet()) {
            OptionSpec option = commandLine.getCommandSpec().findOption(name);
            if (option == null) {
                problems.add(name + ": found no such option of train");
            } else if (ofData(option)) {
                problems.add(name + ": found an option of the data, expected one of the network or of training");
            } else if (name.equals("--epochs") || name.equals("--threads")) {
                problems.add(name + ": is one for all trials; give it beside --search");
            } else if (commandLine.getParseResult().hasMatchedOption(name)) {
                problems.add(name + ": found beside --search and in the space, expected it once");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(spaceFile + ": " + String.join("; ", problems));
        }
    }

    private static boolean ofData(OptionSpec option) {
        return option.userObject() instanceof Field field
                && (field.getDeclaringClass() == TrainCommand.class
                        || field.getDeclaringClass() == TrainCommand.FilterOptions.class
                        || option.longestName().equals("--classify"));
    }

    /** The folder keeps the space, so that a search goes on only with the one it began with. */
    private void claimFolder() throws IOException {
        Files.createDirectories(folder);
        Path kept = folder.resolve("search.yaml");
        String asked = Files.readString(spaceFile);
        if (!Files.exists(kept)) {
            Files.writeString(kept, asked);
        } else if (!Files.readString(kept).equals(asked)) {
            throw new IllegalArgumentException("run folder " + folder + ": found the search of another space ("
                    + kept.getFileName() + "), expected that of " + spaceFile + "; use another --run folder");
        }
    }

    private TrialResult train(Trial trial, int untilEpoch, TrainCommand.Data data) {
        Path run = folder.resolve(trial.folder());
        if (Files.exists(run) && new RunFolder(run).epochs().size() >= untilEpoch) {
            return result(trial, run, untilEpoch, "");
        }
        err.printf("trial %d to epoch %d: %s%n", trial.number(), untilEpoch, trial.options());
        err.flush();
        try {
            trialCommand(trial, run).train(data, untilEpoch);
            return result(trial, run, untilEpoch, "");
        } catch (ParameterException | TrainingException.Diverged e) {
            err.printf("trial %d: %s%n", trial.number(), e.getMessage());
            return result(trial, run, untilEpoch, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As of that epoch, so that a search that goes on decides as it did before. */
    private static TrialResult result(Trial trial, Path run, int untilEpoch, String problem) {
        List<EpochMetrics> epochs = Files.exists(run) ? new RunFolder(run).epochs() : List.of();
        List<EpochMetrics> until = epochs.subList(0, Math.min(untilEpoch, epochs.size()));
        return new TrialResult(
                trial,
                until.stream().map(epoch -> epoch.dev().deciding()).toList(),
                until.isEmpty() ? 0 : until.getLast().cpuMinutes(),
                problem);
    }

    private TrainCommand trialCommand(Trial trial, Path run) {
        List<String> arguments = new ArrayList<>(List.of("train", "--run", run.toString()));
        for (OptionSpec option : commandLine.getParseResult().matchedOptions()) {
            if (!List.of("--run", "--search").contains(option.longestName())) {
                if (option.arity().max() == 0) {
                    arguments.add(option.longestName());
                }
                option.originalStringValues().stream()
                        .filter(value -> option.arity().max() > 0)
                        .forEach(value -> arguments.addAll(List.of(option.longestName(), value)));
            }
        }
        trial.options().forEach((name, value) -> {
            boolean flag = commandLine.getCommandSpec().findOption(name).arity().max() == 0;
            arguments.add(flag ? name + "=" + value : name);
            if (!flag) {
                arguments.add(value);
            }
        });
        CommandLine whole = ModelExport.commandLine();
        CommandLine parsed = whole.parseArgs(arguments.toArray(String[]::new))
                .subcommand()
                .commandSpec()
                .commandLine();
        parsed.setErr(err);
        return parsed.getCommand();
    }

    private int export(Trial best) {
        Path bundle = folder.resolve("best-" + best.folder());
        if (Files.exists(bundle)) {
            return CommandLine.ExitCode.OK;
        }
        List<String> arguments = new ArrayList<>(
                List.of("export", "--run", folder.resolve(best.folder()).toString(), "--output", bundle.toString()));
        arguments.addAll(command.parityOptions());
        CommandLine whole = ModelExport.commandLine();
        whole.setOut(commandLine.getOut());
        whole.setErr(err);
        return whole.execute(arguments.toArray(String[]::new));
    }
}
