package io.dragoman.stream.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dragoman.engine.ModelIdentity;
import java.util.List;
import java.util.function.Supplier;

/** What the page asks for, as JSON. Threading: safe. */
final class ConsoleJson {
    private static final List<String> SAMPLE_FIELDS = List.of(
            "second", "generated", "rejected", "failed", "median", "p95", "batchSize", "backlog", "backlogSeconds");

    private final ConsoleOptions options;
    private final Supplier<List<ConsoleModel>> models;
    private final LiveHistory history;
    private final DeadLetterTrail deadLetters;
    private final boolean texts;

    /** @param texts whether texts of the stream may be shown */
    ConsoleJson(
            ConsoleOptions options,
            Supplier<List<ConsoleModel>> models,
            LiveHistory history,
            DeadLetterTrail deadLetters,
            boolean texts) {
        this.options = options;
        this.models = models;
        this.history = history;
        this.deadLetters = deadLetters;
        this.texts = texts;
    }

    /** Samples as rows in the order of {@code fields}; null is a value that nothing gave. */
    String live(long since) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("keeps", LiveHistory.SAMPLES);
        ArrayNode fields = object.putArray("fields");
        SAMPLE_FIELDS.forEach(fields::add);
        ArrayNode samples = object.putArray("samples");
        for (LiveSample sample : history.since(since)) {
            ArrayNode row = samples.addArray().add(sample.second());
            number(row, sample.generated());
            number(row, sample.rejected());
            number(row, sample.failed());
            number(row, sample.median());
            number(row, sample.p95());
            number(row, sample.batchSize());
            number(row, sample.backlog());
            number(row, sample.backlogSeconds());
        }
        ArrayNode partitions = object.putArray("partitions");
        for (PartitionLag lag : history.partitions()) {
            partition(partitions.addObject(), lag);
        }
        return object.toString();
    }

    private static void partition(ObjectNode shown, PartitionLag lag) {
        shown.put("topic", lag.topic()).put("partition", lag.partition()).put("records", lag.records());
        PartitionLag.Oldest oldest = lag.oldest();
        if (oldest == null) {
            shown.putNull("oldest");
        } else {
            shown.putObject("oldest")
                    .put("offset", oldest.offset())
                    .put("seconds", oldest.waitedMillis() / 1e3)
                    .put("atLeast", oldest.atLeast());
        }
    }

    private static void number(ArrayNode row, double value) {
        if (Double.isFinite(value)) {
            row.add(Math.round(value * 100) / 100.0);
        } else {
            row.addNull();
        }
    }

    String deadLetters() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        ObjectNode counts = object.putObject("counts");
        deadLetters.counts().forEach(counts::put);
        ArrayNode letters = object.putArray("letters");
        for (DeadLetterTrail.Letter letter : deadLetters.letters()) {
            ObjectNode shown =
                    letters.addObject().put("millis", letter.millis()).put("reason", letter.reason());
            RecordsJson.place(shown, letter.place());
            if (texts) {
                RecordsJson.text(shown, "text", letter.text());
            }
        }
        return object.toString();
    }

    String models() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("trial").put("allowed", options.trial()).put("maxBytes", options.maxBytes());
        object.put("texts", texts);
        ArrayNode all = object.putArray("models");
        for (ConsoleModel serving : models.get()) {
            ModelIdentity model = serving.model();
            all.addObject()
                    .put("name", model.name())
                    .put("version", model.version())
                    .put("digest", model.digest())
                    .put("task", model.task())
                    .put("sourceLanguage", model.sourceLanguage())
                    .put("targetLanguage", model.targetLanguage())
                    .put("card", serving.card());
        }
        return object.toString();
    }
}
