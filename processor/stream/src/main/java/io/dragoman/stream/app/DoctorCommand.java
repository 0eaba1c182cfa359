package io.dragoman.stream.app;

import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.stream.config.ConfigurationReader;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.doctor.Doctor;
import io.dragoman.stream.doctor.Finding;
import io.dragoman.stream.doctor.FindingsReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Examines what {@code run} would need, without running it. */
@Command(
        name = "doctor",
        description = {
            "Examine broker, topics, rights, registry, models, device, memory, clock, state directory and port.",
            "Nothing is created, registered or written. Exit code 1 if something would keep the application from running."
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "Configuration file (YAML).")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print a JSON array, one object a finding.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec given = Objects.requireNonNull(spec, "picocli sets it");
        DragomanConfiguration configuration = ConfigurationReader.read(file, System.getenv());
        Doctor doctor = new Doctor(
                configuration,
                bundle -> Seq2SeqEngine.load(bundle, LoadedModels.engineOptions(configuration.engine())));
        List<Finding> findings = doctor.examine();
        PrintWriter out = given.commandLine().getOut();
        if (json) {
            out.println(FindingsReport.json(findings));
        } else {
            out.print(FindingsReport.text(findings));
        }
        out.flush();
        return findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.FAILED) ? 1 : 0;
    }
}
