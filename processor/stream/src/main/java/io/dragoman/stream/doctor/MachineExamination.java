package io.dragoman.stream.doctor;

import io.dragoman.stream.config.DragomanConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.StreamsConfig;

/** The state directory and the management port. */
final class MachineExamination implements Examination {
    private final DragomanConfiguration configuration;

    MachineExamination(DragomanConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public String subject() {
        return "machine";
    }

    @Override
    public List<Finding> findings() {
        return List.of(stateDirectory(), managementPort());
    }

    private Finding stateDirectory() {
        Path directory = configuration.stateDirectory();
        String subject = "state directory " + directory;
        Path existing = directory;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.toAbsolutePath().getParent();
        }
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return Finding.failed(
                    subject,
                    "cannot be written",
                    "set kafka.state.dir to a folder of its own that outlives the process");
        }
        return !configuration.kafka().containsKey(StreamsConfig.STATE_DIR_CONFIG)
                ? Finding.warning(
                        subject,
                        "is Kafka's default and may be emptied with the machine's temporary files",
                        "set kafka.state.dir: without it a restart after a crash waits for the open transaction's timeout")
                : Finding.ok(subject, "can be written");
    }

    private Finding managementPort() {
        DragomanConfiguration.Management management = configuration.management();
        String subject = "management port " + management.host() + ":" + management.port();
        try (ServerSocket socket = new ServerSocket(management.port(), 1, InetAddress.getByName(management.host()))) {
            return Finding.ok(subject, socket.getLocalPort() == management.port() ? "is free" : "any free port");
        } catch (IOException e) {
            return Finding.failed(
                    subject,
                    String.valueOf(e.getMessage()),
                    "set management.port or management.host, or end who holds it");
        }
    }
}
