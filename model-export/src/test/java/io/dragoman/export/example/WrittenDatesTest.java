package io.dragoman.export.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WrittenDatesTest {
    @Test
    void theExampleInTheRepositoryIsTheOneMadeHere() throws IOException {
        Path example = Path.of(System.getProperty("dragoman.root"), "model-export/examples/dates");
        for (WrittenDates.Part part : WrittenDates.parts()) {
            assertThat(Files.readAllLines(example.resolve(part.file()))).isEqualTo(part.lines());
        }
    }
}
