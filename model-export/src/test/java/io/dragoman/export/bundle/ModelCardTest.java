package io.dragoman.export.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCardTest {

    @ParameterizedTest
    @ValueSource(strings = {"## Data\n\nPairs.", "# dates 1\n\n## Data\n\nPairs.\n", "# a\n# b\n\n## Data\n\nPairs."})
    void aCardHasOneTitle(String text) {
        assertThat(ModelCard.titled("dates", "2", text)).isEqualTo("# dates 2\n\n## Data\n\nPairs.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "# dates 1"})
    void aTitleAloneIsACard(String text) {
        assertThat(ModelCard.titled("dates", "2", text)).isEqualTo("# dates 2\n");
    }

    @Test
    void aLineThatOnlyLooksLikeATitleStays() {
        assertThat(ModelCard.titled("dates", "2", "#1 of its kind")).isEqualTo("# dates 2\n\n#1 of its kind\n");
    }
}
