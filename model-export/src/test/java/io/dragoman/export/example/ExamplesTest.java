package io.dragoman.export.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExamplesTest {
    @Test
    void theExamplesInTheRepositoryAreTheOnesMadeHere() throws IOException {
        holds("dates", WrittenDates.parts());
        holds("melodies", Melodies.parts());
        holds("enquiries", Enquiries.parts());
    }

    private static void holds(String name, List<ExamplePart> parts) throws IOException {
        Path example = Path.of(System.getProperty("dragoman.root"), "model-export/examples", name);
        for (ExamplePart part : parts) {
            assertThat(Files.readAllLines(example.resolve(part.file()))).isEqualTo(part.lines());
        }
    }
}
