package io.dragoman.stream.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a bundle's maker says of the model. */
final class ModelCard {
    private static final Logger LOG = LoggerFactory.getLogger(ModelCard.class);
    private static final int MOST_BYTES = 64 * 1024;

    private ModelCard() {}

    /** The bundle's {@code MODEL_CARD.md}, its beginning where it is long; empty where there is none. */
    static String of(Path bundle) {
        Path card = bundle.resolve("MODEL_CARD.md");
        if (!Files.isRegularFile(card)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(card)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            LOG.warn("The model card {} cannot be read", card, e);
            return "";
        }
    }
}
