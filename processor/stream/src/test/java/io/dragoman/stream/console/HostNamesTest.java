package io.dragoman.stream.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
    private final HostNames names = new HostNames(List.of("Dragoman.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "127.0.0.1:8080",
                "10.1.2.3",
                "[::1]:8080",
                "dragoman.example",
                "dragoman.example:443"
            })
    void theConsoleAnswersUnderItsOwnNamesAndUnderAddresses(String host) {
        assertThat(names.include(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "dragoman.example.evil",
                "[evil]",
                "localhost:8080:1",
                ""
            })
    void aNameThatSomebodyPointedHereIsNone(String host) {
        assertThat(names.include(host)).isFalse();
    }

    @Test
    void aRequestWithoutAHostIsNone() {
        assertThat(names.include(null)).isFalse();
    }
}
