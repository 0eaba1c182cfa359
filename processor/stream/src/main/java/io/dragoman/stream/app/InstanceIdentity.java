package io.dragoman.stream.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name under which this instance rejoins its consumer group after a crash (Kafka's static membership), kept in the state directory. With it
 * a restarted process takes its partitions over at once, not after the session timeout of its former self. The directory is one process's: what
 * Kafka Streams keeps there names its transactions.
 *
 * <p>Threading: opened and closed by the application's own thread.
 */
final class InstanceIdentity implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceIdentity.class);

    private static final int MOST_BYTES = 1_000;

    /** What Kafka takes, with room for the number of a thread; a file that a crash of the machine cut short holds zeros. */
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9._-]{1,240}");

    private final FileChannel channel; // holds the lock
    private final String id;

    private InstanceIdentity(FileChannel channel, String id) {
        this.channel = channel;
        this.id = id;
    }

    /** @throws SetupException where the directory cannot be written, or another process has it */
    static InstanceIdentity open(Path stateDirectory, String applicationId) {
        FileChannel channel = null;
        try {
            Files.createDirectories(stateDirectory);
            channel = FileChannel.open(
                    stateDirectory.resolve(applicationId + ".instance"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (locks(channel)) {
                return new InstanceIdentity(channel, readOrWrite(channel, applicationId));
            }
        } catch (IOException e) {
            closeQuietly(channel);
            throw new SetupException(
                    "State directory %s cannot be written (%s); set kafka.state.dir to a folder of its own that can be and that outlives the process"
                            .formatted(stateDirectory, e),
                    e);
        }
        closeQuietly(channel);
        throw new SetupException(
                "State directory %s is in use by another instance; set kafka.state.dir to a folder of its own for each"
                        .formatted(stateDirectory));
    }

    /** False where another process, or another instance in this one, holds the lock. */
    private static boolean locks(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    String id() {
        return id;
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static String readOrWrite(FileChannel channel, String applicationId) throws IOException {
        if (channel.size() > 0) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), MOST_BYTES));
            channel.read(bytes, 0);
            String kept = new String(bytes.array(), StandardCharsets.UTF_8).strip();
            if (ID.matcher(kept).matches()) {
                return kept;
            }
            LOG.warn(
                    "Found no name in {}.instance of the state directory; this instance takes a new one",
                    applicationId);
        }
        String id = applicationId + "-" + UUID.randomUUID();
        channel.truncate(0).write(ByteBuffer.wrap(id.getBytes(StandardCharsets.UTF_8)), 0);
        channel.force(true);
        return id;
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("The instance file was not closed cleanly", e);
        }
    }
}
