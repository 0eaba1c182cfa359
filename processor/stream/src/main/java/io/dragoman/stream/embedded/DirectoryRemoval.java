package io.dragoman.stream.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes a directory of temporary data; a file that resists is reported and left, since nothing depends on it any more. */
public final class DirectoryRemoval extends SimpleFileVisitor<Path> {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryRemoval.class);

    private DirectoryRemoval() {}

    /** Deletes {@code directory} and all it holds. */
    public static void remove(Path directory) {
        try {
            Files.walkFileTree(directory, new DirectoryRemoval());
        } catch (IOException e) {
            LOG.warn("The directory {} could not be deleted: {}", directory, e.toString());
        }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.deleteIfExists(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        return FileVisitResult.CONTINUE; // gone between listing and visiting
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
        Files.deleteIfExists(directory);
        return FileVisitResult.CONTINUE;
    }
}
