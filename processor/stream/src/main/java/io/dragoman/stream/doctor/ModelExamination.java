package io.dragoman.stream.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.engine.bundle.BundleException;
import io.dragoman.engine.model.ModelException;
import io.dragoman.engine.text.TokenizerException;
import io.dragoman.stream.metrics.NativeMemory;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** Loads and warms up every bundle on the configured device, and holds the memory that this takes against the limit. */
final class ModelExamination implements Examination {
    /** What grows after the start: Kafka's buffers, code, stacks, bytes. */
    private static final long GROWTH = 96L << 20;

    private final List<Path> bundles;
    private final Function<Path, Seq2SeqEngine> loader;

    ModelExamination(List<Path> bundles, Function<Path, Seq2SeqEngine> loader) {
        this.bundles = bundles;
        this.loader = loader;
    }

    @Override
    public String subject() {
        return "models";
    }

    @Override
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Deque<Seq2SeqEngine> loaded = new ArrayDeque<>();
        try {
            for (Path bundle : bundles) {
                findings.add(load(bundle, loaded));
            }
            findings.add(memory());
        } finally {
            loaded.forEach(Seq2SeqEngine::close);
        }
        return findings;
    }

    private Finding load(Path bundle, Deque<Seq2SeqEngine> loaded) {
        String subject = "model " + bundle;
        long start = System.nanoTime();
        try {
            Seq2SeqEngine engine = loader.apply(bundle);
            loaded.push(engine);
            engine.warmUp();
            String found = "%s %s, loaded and warm on %s in %d ms"
                    .formatted(
                            engine.model().name(),
                            engine.model().version(),
                            engine.placement().described(),
                            Duration.ofNanos(System.nanoTime() - start).toMillis());
            return engine.placement()
                    .fallback()
                    .map(why -> Finding.warning(
                            subject, found + "; " + why, "install what is missing, or set engine.device: cpu"))
                    .orElseGet(() -> Finding.ok(subject, found));
        } catch (BundleException | ModelException | TokenizerException e) {
            return Finding.failed(subject, String.valueOf(e.getMessage()), "see models and engine.device");
        }
    }

    /** What the process would have at most: what it has now, the rest of the heap, and what grows later. */
    private static Finding memory() {
        long limit = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        double told = NativeMemory.residentBytes();
        if (Double.isNaN(told)) {
            return Finding.skipped("memory", "no /proc/self/status here");
        }
        long resident = (long) told;
        Runtime runtime = Runtime.getRuntime();
        long most = resident + (runtime.maxMemory() - runtime.totalMemory()) + GROWTH;
        String found = "up to %d MiB of %d MiB (%d MiB now; heap %d of at most %d MiB; %d MiB to grow)"
                .formatted(
                        mib(most),
                        mib(limit),
                        mib(resident),
                        mib(runtime.totalMemory()),
                        mib(runtime.maxMemory()),
                        mib(GROWTH));
        if (most > limit) {
            return Finding.failed("memory", found, "raise the memory limit, or lower -Xmx");
        }
        return most > limit / 10 * 9
                ? Finding.warning("memory", found, "leave a tenth of the limit: raise it, or lower -Xmx")
                : Finding.ok("memory", found);
    }

    private static long mib(long bytes) {
        return bytes >> 20;
    }
}
