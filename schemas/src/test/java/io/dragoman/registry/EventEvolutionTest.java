package io.dragoman.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.event.GeneratedText;
import io.dragoman.event.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

/**
 * The events of today read what every released version wrote, and every released version reads what they write.
 * Releasing: copy the .avsc to {@code released/NAME/vN.avsc} and never change it again.
 */
class EventEvolutionTest {
    private static List<Schema> released(String name) throws IOException {
        List<Schema> versions = new ArrayList<>();
        for (int version = 1; ; version++) {
            String file = "/released/" + name + "/v" + version + ".avsc";
            try (InputStream in = EventEvolutionTest.class.getResourceAsStream(file)) {
                if (in == null) {
                    assertThat(versions).as("released versions of " + name).isNotEmpty();
                    return versions;
                }
                versions.add(new Schema.Parser().parse(in));
            }
        }
    }

    @Test
    void sourceTextIsFullyCompatible() throws IOException {
        assertThat(Compatibility.FULL_TRANSITIVE.problems(SourceText.getClassSchema(), released("SourceText")))
                .isEmpty();
    }

    @Test
    void generatedTextIsFullyCompatible() throws IOException {
        assertThat(Compatibility.FULL_TRANSITIVE.problems(GeneratedText.getClassSchema(), released("GeneratedText")))
                .isEmpty();
    }

    /** Negative control: the check does see a break, and in the right direction. */
    @Test
    void aNewFieldWithoutDefaultBreaksBackwardOnly() throws IOException {
        String today = SourceText.getClassSchema().toString();
        String field = "{\"name\":\"tenant\",\"type\":\"string\"},";
        Schema grown = new Schema.Parser().parse(today.replaceFirst("\"fields\":\\[", "\"fields\":[" + field));
        List<Schema> released = released("SourceText");
        assertThat(Compatibility.BACKWARD_TRANSITIVE.problems(grown, released)).isNotEmpty();
        assertThat(Compatibility.FORWARD_TRANSITIVE.problems(grown, released)).isEmpty();
    }

    /** Negative control: a field the old readers need is gone. */
    @Test
    void aLostFieldBreaksForwardOnly() throws IOException {
        Schema shrunk = SchemaBuilder.record("SourceText")
                .namespace("io.dragoman.event")
                .fields()
                .endRecord();
        List<Schema> released = released("SourceText");
        assertThat(Compatibility.FORWARD_TRANSITIVE.problems(shrunk, released)).isNotEmpty();
        assertThat(Compatibility.BACKWARD_TRANSITIVE.problems(shrunk, released)).isEmpty();
    }
}
