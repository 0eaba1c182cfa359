package io.dragoman.stream.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Locale;

/** Findings as people and as programs read them. */
public final class FindingsReport {
    private FindingsReport() {}

    /** One line a finding, what to do below it, and a last line that sums up. */
    public static String text(List<Finding> findings) {
        int width = findings.stream()
                .mapToInt(finding -> finding.subject().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(
                    "%-7s  %s  %s%n".formatted(finding.verdict(), padded(finding.subject(), width), finding.found()));
            if (!finding.advice().isEmpty()) {
                text.append("%-7s  %s  → %s%n".formatted("", padded("", width), finding.advice()));
            }
        }
        long failed = count(findings, Finding.Verdict.FAILED);
        return text.append("%d examined, %d failed, %d warnings%n"
                        .formatted(findings.size(), failed, count(findings, Finding.Verdict.WARNING)))
                .toString();
    }

    /** An array of {@code {subject, verdict, found, advice}}. */
    public static String json(List<Finding> findings) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Finding finding : findings) {
            array.addObject()
                    .put("subject", finding.subject())
                    .put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT))
                    .put("found", finding.found())
                    .put("advice", finding.advice());
        }
        return array.toPrettyString();
    }

    private static long count(List<Finding> findings, Finding.Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
