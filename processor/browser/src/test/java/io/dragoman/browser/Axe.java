package io.dragoman.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The audit of accessibility of the library axe-core. */
final class Axe {
    private static final String SCRIPT = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    private Axe() {}

    /** What it finds serious or critical in the page as it is. Chromium warns of its use of a canvas: look for complaints before. */
    static JsonNode serious(Page page) throws IOException {
        try (InputStream in = Axe.class.getResourceAsStream(SCRIPT)) {
            assertThat(in).as("axe-core on the class path").isNotNull();
            page.evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8) + "; undefined");
        }
        return page.evaluate(
                "axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | ')))");
    }
}
