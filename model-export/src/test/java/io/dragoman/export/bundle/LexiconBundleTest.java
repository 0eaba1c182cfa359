package io.dragoman.export.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.engine.bundle.BundleException;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.guard.Lexicon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle with a lexicon says words of its source and of the lexicon only. */
class LexiconBundleTest {
    private static final String SOURCE = "the dog runs to the red house";

    @TempDir
    Path folder;

    private static BundleDraft with(Lexicon lexicon) {
        BundleDraft draft = TinyBundle.draft();
        return new BundleDraft(
                draft.identity(),
                draft.graphs(),
                draft.tokenizer(),
                draft.sourceNormalization(),
                draft.targetNormalization(),
                draft.labels(),
                draft.decoding(),
                draft.limits(),
                draft.provenance(),
                draft.modelCard(),
                lexicon);
    }

    private static String generate(Path bundle, String text) {
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(bundle, EngineOptions.defaults())) {
            return switch (engine.generate(List.of(new GenerationRequest(text))).getFirst()) {
                case Outcome.Generated generated ->
                    generated.hypotheses().getFirst().text();
                case Outcome other -> throw new AssertionError(other);
            };
        }
    }

    /** The weights are random: what it says is mostly no word of its source. */
    @Test
    void theNetworkSaysWithoutALexiconWhatItMayNotSayWithOne() {
        Path free =
                BundleWriter.write(TinyBundle.draft(), folder.resolve("free")).folder();
        String said = generate(free, SOURCE);
        assertThat(said).isNotBlank();

        Path none = BundleWriter.write(with(Lexicon.ofTexts(List.of())), folder.resolve("none"))
                .folder();
        assertThat(generate(none, SOURCE)).isNotEqualTo(said);

        ModelBundle all = BundleWriter.write(with(Lexicon.ofTexts(List.of(said))), folder.resolve("all"));
        assertThat(generate(all.folder(), SOURCE)).isEqualTo(said);
        assertThat(all.manifest().decoding().lexicon()).isEqualTo("lexicon.txt");
        assertThat(all.describe()).contains("words of the source or of lexicon.txt");
    }

    @Test
    void aLexiconThatWasChangedIsRefused() throws IOException {
        Path bundle = BundleWriter.write(with(Lexicon.ofTexts(List.of("one"))), folder.resolve("bundle"))
                .folder();
        Files.writeString(bundle.resolve("lexicon.txt"), "two\n");
        assertThatThrownBy(() -> Seq2SeqEngine.load(bundle, EngineOptions.defaults()))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("lexicon.txt");
    }
}
