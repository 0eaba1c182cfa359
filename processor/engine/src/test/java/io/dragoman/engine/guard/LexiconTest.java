package io.dragoman.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LexiconTest {
    @TempDir
    Path folder;

    @Test
    void itIsWrittenAndReadInOrder() throws IOException {
        Lexicon lexicon = Lexicon.ofTexts(List.of("The cat-flap", "the DOG's 2nd naïve cat"));

        assertThat(lexicon.toText()).isEqualTo("2nd\ncat\ndog\nflap\nnaïve\ns\nthe\n");

        Lexicon read = Lexicon.load(Files.writeString(folder.resolve("lexicon.txt"), lexicon.toText()));
        assertThat(read.toText()).isEqualTo(lexicon.toText());
        assertThat(read.contains("dog")).isTrue();
        assertThat(read.contains("do")).isFalse();
        assertThat(read.begins("na")).isTrue();
        assertThat(read.begins("nb")).isFalse();
        assertThat(read.begins("zebra")).isFalse();
    }

    @Test
    void anEmptyOneIsOne() throws IOException {
        assertThat(Lexicon.load(Files.writeString(
                                folder.resolve("none.txt"),
                                Lexicon.ofTexts(List.of()).toText()))
                        .size())
                .isZero();
    }

    @Test
    void aFileThatIsNoLexiconIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("lexicon.txt"), "b\na\n");
        assertThatThrownBy(() -> Lexicon.load(file))
                .isInstanceOf(LexiconException.class)
                .hasMessageContaining("lexicon.txt, line 2: found a after b, expected each word once, ascending");
        Files.write(file, new byte[] {(byte) 0xe9, '\n'});
        assertThatThrownBy(() -> Lexicon.load(file)).hasMessageContaining("found bytes that are not UTF-8");
        assertThatThrownBy(() -> Lexicon.load(folder.resolve("absent")))
                .isInstanceOf(LexiconException.class)
                .hasMessageContaining("cannot be read");
    }
}
