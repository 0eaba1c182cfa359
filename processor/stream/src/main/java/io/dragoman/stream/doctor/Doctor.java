package io.dragoman.stream.doctor;

import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.stream.config.DragomanConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Examines broker, topics, rights, registry, models, memory, state directory, clock and port of a configuration.
 *
 * <p>Threading: for one thread.
 */
public final class Doctor {
    private final List<Examination> examinations;

    /**
     * @param configuration what would be run
     * @param loader loads a bundle as the application would
     */
    public Doctor(DragomanConfiguration configuration, Function<Path, Seq2SeqEngine> loader) {
        this.examinations = List.of(
                new BrokerExamination(configuration),
                new RegistryExamination(configuration),
                new ModelExamination(configuration.models(), loader),
                new MachineExamination(configuration));
    }

    /** Examines all, one after the other; each part within {@code start.timeout} or a few times that. */
    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        for (Examination examination : examinations) {
            try {
                findings.addAll(examination.findings());
            } catch (RuntimeException e) {
                findings.add(Finding.failed(examination.subject(), String.valueOf(e.getMessage()), "see the message"));
            }
        }
        return findings;
    }
}
