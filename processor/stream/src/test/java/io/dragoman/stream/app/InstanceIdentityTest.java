package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceIdentityTest {
    @TempDir
    private Path directory;

    private String open() {
        try (InstanceIdentity identity = InstanceIdentity.open(directory, "app")) {
            return identity.id();
        }
    }

    @Test
    void aRestartedProcessHasTheNameOfItsFormerSelf() {
        assertThat(open()).startsWith("app-").isEqualTo(open());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0\0\0\0", "two words", "a/b"})
    void aFileThatHoldsNoNameIsGivenOne(String found) throws IOException {
        Files.writeString(directory.resolve("app.instance"), found);

        assertThat(open()).matches("app-[0-9a-f-]{36}").isEqualTo(open());
        assertThat(directory.resolve("app.instance"))
                .content(StandardCharsets.UTF_8)
                .startsWith("app-");
    }

    @Test
    void aLongFileIsNotReadWhole() throws IOException {
        Files.writeString(directory.resolve("app.instance"), "a".repeat(100_000));

        assertThat(open()).matches("app-[0-9a-f-]{36}").isEqualTo(open());
    }
}
