package io.dragoman.export.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dragoman.engine.ModelIdentity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummariesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dog is a small daemon that watches files, and more | small daemon
            This package provides an editor for maps. It is old. | editor for maps
            Sieve filters mail | Sieve filters mail
            The cat library is the fastest reader (so far) of logs | fastest reader
            reads one two three four five six seven eight nine | reads one two three four five six seven
            """)
    void theFirstClauseLosesItsOpening(String text, String expected) {
        assertThat(PlainSummary.CLAUSE.of(text)).isEqualTo(expected);
    }

    @Test
    void theLeadIsTheFirstEightWords() {
        assertThat(PlainSummary.LEAD.of("a b  c d e f g h i")).isEqualTo("a b c d e f g h");
    }

    @Test
    void outputsStandBesideSummariesThatNeedNoModel() {
        TestSet test = new TestSet(
                List.of("dog is a small daemon that watches files", "one two three"),
                List.of(List.of("small daemon"), List.of("one two three")));
        SystemOutputs system = new SystemOutputs(
                new ModelIdentity("m", "1", "d", "summary", null, null),
                List.of("small cat", "one two three"),
                0,
                0,
                1);
        Summaries summaries = Summaries.of(test, system, system);
        assertThat(summaries.rouge1()).isCloseTo(75, within(1e-9));
        assertThat(summaries.rouge2()).isCloseTo(50, within(1e-9));
        assertThat(summaries.others()).extracting(Summaries.Other::name).contains("the first 8 words", "m 1");
        assertThat(summaries.others().get(1).rouge1().baselineScore()).isCloseTo(100, within(1e-9));
        assertThat(summaries.equalToLead()).isEqualTo(1);
        assertThat(summaries.prefixes()).isEqualTo(1);
    }
}
