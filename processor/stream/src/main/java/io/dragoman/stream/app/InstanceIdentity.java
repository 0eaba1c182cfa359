package io.dragoman.stream.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name under which this instance rejoins its consumer group after a crash (Kafka's static membership), kept in the state directory. With it
 * a restarted process takes its partitions over at once, not after the session timeout of its former self. A second process on the same
 * directory finds the file locked and goes without.
 *
 * <p>Threading: opened and closed by the application's own thread.
 */
final class InstanceIdentity implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceIdentity.class);

    private final @Nullable FileChannel channel;
    private final @Nullable String id;

    private InstanceIdentity(@Nullable FileChannel channel, @Nullable String id) {
        this.channel = channel;
        this.id = id;
    }

    static InstanceIdentity open(Path stateDirectory, String applicationId) {
        FileChannel channel = null;
        try {
            Files.createDirectories(stateDirectory);
            channel = FileChannel.open(
                    stateDirectory.resolve(applicationId + ".instance"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new InstanceIdentity(channel, readOrWrite(channel, applicationId));
            }
        } catch (IOException | OverlappingFileLockException e) {
            LOG.debug("No instance identity in {}", stateDirectory, e);
        }
        closeQuietly(channel);
        LOG.info(
                "{} is used by another process or not writable: this instance joins its group anonymously",
                stateDirectory);
        return new InstanceIdentity(null, null);
    }

    Optional<String> id() {
        return Optional.ofNullable(id);
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static String readOrWrite(FileChannel channel, String applicationId) throws IOException {
        if (channel.size() > 0 && channel.size() < 1_000) {
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            channel.read(bytes, 0);
            return new String(bytes.array(), StandardCharsets.UTF_8).strip();
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
