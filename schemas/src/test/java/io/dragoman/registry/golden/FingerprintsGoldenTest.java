package io.dragoman.registry.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the Avro version in use: a changed canonical form would change every fingerprint. */
class FingerprintsGoldenTest {
    @TestFactory
    Stream<DynamicTest> canonicalFormsAndFingerprintsStay() {
        var rows = WireGoldens.lines("fingerprints.jsonl");
        return IntStream.range(0, rows.size())
                .mapToObj(i -> DynamicTest.dynamicTest("schema " + i, () -> check(rows.get(i))));
    }

    private static void check(JsonNode row) throws Exception {
        Schema schema = WireGoldens.schema(row.get("schema"));
        JsonNode expected = row.get("java_avro");
        HexFormat hex = HexFormat.of();
        assertThat(SchemaNormalization.toParsingForm(schema))
                .isEqualTo(expected.get("form").asText());
        assertThat(SchemaNormalization.parsingFingerprint64(schema))
                .isEqualTo(expected.get("rabin_long").asLong());
        assertThat(hex.formatHex(SchemaNormalization.parsingFingerprint("CRC-64-AVRO", schema)))
                .isEqualTo(expected.get("rabin_le").asText());
        assertThat(hex.formatHex(SchemaNormalization.parsingFingerprint("MD5", schema)))
                .isEqualTo(expected.get("md5").asText());
        assertThat(hex.formatHex(SchemaNormalization.parsingFingerprint("SHA-256", schema)))
                .isEqualTo(expected.get("sha256").asText());
    }
}
