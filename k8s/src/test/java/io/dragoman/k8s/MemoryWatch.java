package io.dragoman.k8s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The most memory that a container was charged with, as the kernel keeps it (memory.peak), and without the file pages that the kernel can drop
 * at once: what Kubernetes calls the working set. Sampled ten times a second from the memory control group (version 1 or 2). Threading: samples on a thread of its own.
 */
final class MemoryWatch implements AutoCloseable {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong peak = new AtomicLong();
    private final AtomicLong workingSet = new AtomicLong();
    private final AtomicLong resident = new AtomicLong();
    private final Path status;
    private final Path group;
    private final Thread thread = new Thread(this::sample, "memory-watch");

    private MemoryWatch(Path status, Path group) {
        this.status = status;
        this.group = group;
    }

    static MemoryWatch of(int process) throws IOException {
        Path group = null;
        for (String line : Files.readAllLines(Path.of("/proc/" + process + "/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts[1].equals("memory")) {
                group = Path.of("/sys/fs/cgroup/memory" + parts[2]);
            } else if (parts[0].equals("0") && group == null) {
                group = Path.of("/sys/fs/cgroup" + parts[2]);
            }
        }
        if (group == null) {
            throw new IOException("process " + process + " is in no memory control group");
        }
        MemoryWatch watch = new MemoryWatch(Path.of("/proc/" + process + "/status"), group);
        watch.thread.start();
        return watch;
    }

    /** Bytes, file pages among them; where a kernel before 5.19 keeps no peak in version 2, the most of the samples. */
    long peak() {
        return peak.get();
    }

    /** Bytes. */
    long peakWorkingSet() {
        return workingSet.get();
    }

    /** Bytes of the one process, its shared libraries included. */
    long peakResident() {
        return resident.get();
    }

    @Override
    public void close() {
        stopped.set(true);
    }

    private void sample() {
        while (!stopped.get()) {
            try {
                boolean first = Files.exists(group.resolve("memory.usage_in_bytes"));
                String usage = Files.readString(group.resolve(first ? "memory.usage_in_bytes" : "memory.current"));
                Path kept = group.resolve(first ? "memory.max_usage_in_bytes" : "memory.peak");
                peak.accumulateAndGet(
                        Long.parseLong((Files.exists(kept) ? Files.readString(kept) : usage).strip()), Math::max);
                long dropped = value(group.resolve("memory.stat"), first ? "total_inactive_file " : "inactive_file ");
                workingSet.accumulateAndGet(Long.parseLong(usage.strip()) - dropped, Math::max);
                resident.accumulateAndGet(value(status, "VmHWM:") << 10, Math::max);
            } catch (IOException e) {
                return; // It has ended.
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    private static long value(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
