package io.dragoman.export.training;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file beside its place, down to the disk, and moves it there: whoever finds the file finds all of it. */
final class WholeFile {
    private WholeFile() {}

    /** What to write; it need not flush at its end only if it adds no buffer of its own. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** @throws IOException when the disk is full or cannot be written; what stood under the name before stands there */
    static void write(Path file, Content content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (FileOutputStream out = new FileOutputStream(part.toFile())) {
                content.writeTo(out);
                out.getFD().sync();
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    static void write(Path file, byte[] content) throws IOException {
        write(file, out -> out.write(content));
    }
}
