package io.dragoman.export.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Classification measures equal scikit-learn 1.9 on every stored case. */
class ClassificationGoldenTest {
    static Stream<JsonNode> cases() {
        return Golden.rows("classification.jsonl");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void measures(JsonNode row) {
        Classification found = Classification.of(
                labels(row.get("y_true")),
                labels(row.get("y_pred")),
                row.get("labels").isNull() ? null : labels(row.get("labels")));

        assertNumber(found.accuracy(), row.get("accuracy"));
        assertNumber(found.balancedAccuracy(), row.get("balanced"));
        assertNumber(found.matthewsCorrelation(), row.get("mcc"));
        assertNumber(found.kappa(), row.get("kappa"));
        assertThat(found.labels()).isEqualTo(labels(row.get("confusion_labels")));
        assertConfusion(found.confusion(), row.get("confusion"));
        row.get("avg").properties().forEach(entry -> {
            String[] parts = entry.getKey().split("/zero_division=", 2);
            Classification.Average average = Classification.Average.valueOf(parts[0].toUpperCase(Locale.ROOT));
            assertScores(found.average(average, zeroDivision(parts[1])), entry.getValue());
        });
        row.get("per_class").properties().forEach(entry -> {
            String value = entry.getKey().substring("zero_division=".length());
            List<Classification.Scores> scores = found.perLabel(zeroDivision(value));
            for (int i = 0; i < scores.size(); i++) {
                assertScores(scores.get(i), entry.getValue().get(i));
                assertNumber(found.support().get(i), entry.getValue().get(i).get(3));
            }
        });
    }

    private static double zeroDivision(String value) {
        return value.equals("nan") ? Double.NaN : Double.parseDouble(value);
    }

    private static List<String> labels(JsonNode array) {
        List<String> labels = new ArrayList<>();
        for (@Nullable String label : Golden.strings(array)) {
            labels.add(Objects.requireNonNull(label));
        }
        return labels;
    }

    private static void assertConfusion(long[][] found, JsonNode expected) {
        for (int i = 0; i < found.length; i++) {
            for (int j = 0; j < found.length; j++) {
                assertThat(found[i][j]).isEqualTo(expected.get(i).get(j).longValue());
            }
        }
    }

    private static void assertScores(Classification.Scores found, JsonNode expected) {
        assertNumber(found.precision(), expected.get(0));
        assertNumber(found.recall(), expected.get(1));
        assertNumber(found.f1(), expected.get(2));
    }

    private static void assertNumber(double found, JsonNode expected) {
        if (expected.isNull()) {
            assertThat(found).isNaN();
        } else {
            Golden.assertClose(found, expected.doubleValue(), "measure");
        }
    }
}
