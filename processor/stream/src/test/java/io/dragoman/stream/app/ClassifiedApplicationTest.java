package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dragoman.event.DecodingOptions;
import io.dragoman.event.GeneratedText;
import io.dragoman.event.ScoredText;
import io.dragoman.event.SourceText;
import io.dragoman.stream.deadletter.DeadLetterWriter;
import io.dragoman.stream.demo.DemoParts;
import io.dragoman.stream.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trained classifier, beside a model of texts, in the whole application over a real broker. */
class ClassifiedApplicationTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path DOCUMENT =
            Path.of(System.getProperty("dragoman.root", "../.."), "docs/other-sequences.md");

    private static final Map<String, String> LABELS = new LinkedHashMap<>();

    static {
        LABELS.put("My printer has not arrived yet, and I ordered it on Monday.", "delivery status");
        LABELS.put("The fan stopped working this morning.", "faulty product");
        LABELS.put("I want my money back for the lamp. The toaster arrived last week, thank you.", "refund");
        LABELS.put("You repaid me a month ago, which was kind. Is anybody at the shop on Sunday?", "opening hours");
    }

    @TempDir
    Path folder;

    @Test
    void aConsumerSeesTheLabelAndItsProbability() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                DemoParts.Running application = start(broker);
                Monitored monitored = new Monitored(broker, application.managementPort())) {
            LABELS.keySet().forEach(text -> monitored.send(enquiry(text, null)));
            LABELS.keySet().forEach(text -> monitored.send(enquiry(text, LABELS.size())));
            await().atMost(SOON).until(() -> monitored.count("out") == 2 * LABELS.size());

            List<GeneratedText> events = monitored.generated();
            List<GeneratedText> likeliest = events.subList(0, LABELS.size());
            assertThat(likeliest).extracting(GeneratedText::getText).containsExactlyElementsOf(LABELS.values());
            assertThat(likeliest).allSatisfy(event -> {
                assertThat(event.getModel().getName()).isEqualTo("tiny-labels");
                assertThat(event.getFlags()).isEmpty();
                assertThat(event.getHypotheses()).hasSize(1);
                assertThat(event.getHypotheses().getFirst().getText()).isEqualTo(event.getText());
                assertThat(event.getHypotheses().getFirst().getScore()).isBetween(0.5, 1.0);
            });
            for (int i = 0; i < LABELS.size(); i++) {
                assertThatEveryLabelIsRanked(events.get(LABELS.size() + i), likeliest.get(i));
            }
        }
    }

    private static void assertThatEveryLabelIsRanked(GeneratedText all, GeneratedText likeliest) {
        assertThat(all.getHypotheses())
                .startsWith(likeliest.getHypotheses().getFirst())
                .isSortedAccordingTo((a, b) -> Double.compare(b.getScore(), a.getScore()))
                .extracting(ScoredText::getText)
                .containsExactlyInAnyOrderElementsOf(LABELS.values());
        double sum =
                all.getHypotheses().stream().mapToDouble(ScoredText::getScore).sum();
        assertThat(sum).isCloseTo(1, within(3e-4)); // four scores, each rounded to 4 decimals
    }

    @Test
    void whatCannotBeClassifiedIsADeadLetterAndStopsNothing() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                DemoParts.Running application = start(broker);
                Monitored monitored = new Monitored(broker, application.managementPort())) {
            Map<String, byte[]> faults = faults(monitored);
            faults.values().forEach(monitored::sendBytes);
            monitored.send(enquiry("The fan stopped working this morning.", null));
            await().atMost(SOON).until(() -> monitored.count("out") == 1 && monitored.count("dead") == faults.size());

            assertThat(monitored.generated().getFirst().getText()).isEqualTo("faulty product");
            List<ConsumerRecord<byte[], byte[]>> letters = monitored.committed("dead");
            assertThat(letters)
                    .extracting(letter -> header(letter, DeadLetterWriter.REASON))
                    .containsExactlyElementsOf(faults.keySet());
            assertThat(letters).extracting(ConsumerRecord::value).containsExactlyElementsOf(faults.values());
            assertThat(letters)
                    .extracting(letter -> header(letter, "__streams.errors.message"))
                    .anyMatch(message -> message.contains("expected at most 64"))
                    .anyMatch(message -> message.contains("found nBest 5, expected 1 to 4"))
                    .anyMatch(message -> message.contains("expected exactly one of [tiny-labels (classification)"));
            assertThat(faults.keySet())
                    .as("stands in the document")
                    .allMatch(reason -> whatAConsumerSees().contains("`" + reason + "`"));
        }
    }

    /** Values by the reason for which each is refused. */
    private static Map<String, byte[]> faults(Monitored monitored) {
        String text = "The fan stopped working.";
        Map<String, byte[]> faults = new LinkedHashMap<>();
        faults.put("EMPTY_TEXT", monitored.value(enquiry(" \u00a0 ", null)));
        faults.put("SOURCE_TOO_LONG", monitored.value(enquiry(text.repeat(40), null)));
        faults.put("INVALID_OPTIONS", monitored.value(enquiry(text, 1 + LABELS.size())));
        faults.put(
                "UNKNOWN_MODEL",
                monitored.value(SourceText.newBuilder()
                        .setText(text)
                        .setTask("summarization")
                        .build()));
        faults.put("INVALID_TEXT", withoutUtf8(monitored.value(enquiry("half a character: ?", null))));
        faults.put("UNDECODABLE", new byte[] {9, 9, 9});
        return faults;
    }

    private static byte[] withoutUtf8(byte[] value) {
        value[new String(value, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xED;
        return value;
    }

    /** The event in docs/other-sequences.md is the one that its source gives. */
    @Test
    void theDocumentsEventIsWhatAConsumerSees() throws Exception {
        List<String> examples = Pattern.compile("(?s)```json\n(.*?)```")
                .matcher(whatAConsumerSees())
                .results()
                .map(found -> found.group(1))
                .toList();
        JsonNode source = MAPPER.readTree(examples.get(0));
        ObjectNode expected = (ObjectNode) MAPPER.readTree(examples.get(1));
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                DemoParts.Running application = start(broker);
                Monitored monitored = new Monitored(broker, application.managementPort())) {
            SourceText sent = SourceText.newBuilder(enquiry(
                            source.path("text").asText(),
                            source.at("/options/nBest").asInt()))
                    .setId(source.path("id").asText())
                    .build();
            monitored.send(sent);
            await().atMost(SOON).until(() -> monitored.count("out") == 1);

            ObjectNode seen = (ObjectNode)
                    MAPPER.readTree(monitored.generated().getFirst().toString());
            assertThat(source.path("task").asText()).isEqualTo("classification");
            JsonNode scored = seen.remove("hypotheses");
            JsonNode documented = expected.remove("hypotheses");
            assertThat(seen).isEqualTo(expected);
            assertThat(scored.findValuesAsText("text")).isEqualTo(documented.findValuesAsText("text"));
            for (int i = 0; i < scored.size(); i++) {
                assertThat(scored.at("/%d/score".formatted(i)).asDouble())
                        .isCloseTo(documented.at("/%d/score".formatted(i)).asDouble(), within(1e-3));
            }
        }
    }

    private static String whatAConsumerSees() {
        try {
            String section = Files.readString(DOCUMENT).split("\n## What a consumer sees\n", 2)[1];
            return section.split("\n## ", 2)[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DemoParts.Running start(EmbeddedBroker broker) {
        return new DemoWiring()
                .start(Monitored.serving(folder, broker, "", "tiny-labels", "tiny-reversal"), (p, o, b) -> {});
    }

    private static SourceText enquiry(String text, @Nullable Integer nBest) {
        return SourceText.newBuilder()
                .setText(text)
                .setTask("classification")
                .setOptions(nBest == null ? null : new DecodingOptions(null, nBest, null, null))
                .build();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
