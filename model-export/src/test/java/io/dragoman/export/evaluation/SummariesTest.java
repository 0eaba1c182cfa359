package io.dragoman.export.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dragoman.engine.ModelIdentity;
import java.util.List;
import java.util.Set;
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

    @ParameterizedTest
    @CsvSource({
        "a tool for a tool, true",
        "a tool tool, true",
        "the cat the dog the bird, true",
        "client/server and Server/Client, false",
        "the cat and the dog, false",
        "'', false"
    })
    void aLoopIsAPairTwiceAWordDoubledOrThreeTimes(String summary, boolean loops) {
        assertThat(SummaryFaults.loops(summary)).isEqualTo(loops);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            flashes RP2040 boards | RP3350 boards | true
            flashes RP2040 boards | RP2040 boards | false
            counts 1,000 sheep    | 1000 sheep    | false
            needs Python 3.10     | Python 3      | false
            needs Python 3        | Python 3.10   | true
            no number             | none          | false
            """)
    void aNumberIsNewWhereTheTextLacksIt(String text, String summary, boolean isNew) {
        assertThat(SummaryFaults.hasNewNumber(text, summary)).isEqualTo(isNew);
    }

    @Test
    void faultsAreCountedBySummary() {
        List<String> texts = List.of("an HTTP client", "a map-reader", "reads logs", "x");
        List<String> summaries = List.of("theiohttp the client theiohttp", "Reader of maps", "", "7 x 7 y");
        assertThat(SummaryFaults.of(texts, summaries, Set.of("of", "maps", "y", "the")))
                .isEqualTo(new SummaryFaults(4, 1, 0, 2, 1));
        assertThat(SummaryFaults.of(texts, summaries, null)).isEqualTo(new SummaryFaults(4, 1, 0, null, 1));
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
        Summaries summaries = Summaries.of(test, system, system, List.of());
        assertThat(summaries.rouge1().score()).isCloseTo(75, within(1e-9));
        assertThat(summaries.rouge2().score()).isCloseTo(50, within(1e-9));
        assertThat(summaries.others())
                .extracting(Summaries.Other::name)
                .satisfiesExactly(
                        lead -> assertThat(lead).startsWith("LEAD-8"),
                        rule -> assertThat(rule).startsWith("the rule"),
                        baseline -> assertThat(baseline).isEqualTo("baseline m 1"));
        assertThat(summaries.others().get(1).rouge1().baselineScore()).isCloseTo(100, within(1e-9));
        assertThat(summaries.others().get(1).rouge1().verdict()).startsWith("worse");
        assertThat(summaries.others().get(2).rouge1().verdict()).isEqualTo("equal");
        assertThat(summaries.equalToLead()).isEqualTo(1);
        assertThat(summaries.prefixes()).isEqualTo(1);
    }
}
