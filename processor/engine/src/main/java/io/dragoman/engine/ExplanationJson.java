package io.dragoman.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dragoman.engine.explanation.Attention;
import io.dragoman.engine.explanation.ExplainedHypothesis;
import io.dragoman.engine.explanation.Segmented;
import io.dragoman.engine.explanation.Word;

/**
 * The one JSON form of an explanation; {@code docs/explanation.md} describes it. Numbers have 4 decimals; {@code attention}
 * is null where the bundle's graphs tell none.
 */
public final class ExplanationJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ExplanationJson() {}

    public static ObjectNode of(Explained explained) {
        return switch (explained) {
            case Explanation explanation -> of(explanation);
            case Explained.Not not -> of(not.outcome());
        };
    }

    private static ObjectNode of(Outcome outcome) {
        ObjectNode object = NODES.objectNode();
        switch (outcome) {
            case Outcome.Rejected rejected ->
                object.put("rejected", rejected.reason().name()).put("message", rejected.message());
            case Outcome.Failed failed ->
                object.put("failed", failed.reason().name()).put("message", failed.message());
            case Outcome.Generated generated -> object.put("text", generated.text());
        }
        return object;
    }

    private static ObjectNode of(Explanation explanation) {
        ModelIdentity model = explanation.model();
        ObjectNode object = NODES.objectNode();
        object.putObject("model")
                .put("name", model.name())
                .put("version", model.version())
                .put("digest", model.digest())
                .put("sourceLanguage", model.sourceLanguage())
                .put("targetLanguage", model.targetLanguage());
        ArrayNode flags = object.putArray("flags");
        explanation.flags().forEach(flag -> flags.add(flag.name()));
        object.set("source", of(explanation.source()));
        ArrayNode hypotheses = object.putArray("hypotheses");
        explanation.hypotheses().forEach(hypothesis -> hypotheses.add(of(hypothesis)));
        return object;
    }

    private static ObjectNode of(Segmented segmented) {
        ObjectNode object = NODES.objectNode().put("text", segmented.text());
        ArrayNode pieces = object.putArray("pieces");
        segmented.pieces().forEach(pieces::add);
        ArrayNode words = object.putArray("words");
        for (Word word : segmented.words()) {
            words.addObject()
                    .put("text", word.text())
                    .put("from", word.from())
                    .put("to", word.to())
                    .put("mark", word.mark());
        }
        return object;
    }

    private static ObjectNode of(ExplainedHypothesis hypothesis) {
        ObjectNode object = NODES.objectNode()
                .put("text", hypothesis.target().text())
                .put("score", hypothesis.score())
                .put("complete", hypothesis.complete());
        object.set("target", of(hypothesis.target()));
        object.set("logProbs", numbers(hypothesis.logProbs()));
        switch (hypothesis.attention()) {
            case Attention.Weights weights -> {
                ObjectNode attention = object.putObject("attention");
                attention.set("pieces", matrix(weights.pieces()));
                attention.set("words", matrix(weights.words()));
            }
            case Attention.Absent absent -> object.putNull("attention");
        }
        return object;
    }

    private static ArrayNode matrix(float[][] rows) {
        ArrayNode matrix = NODES.arrayNode();
        for (float[] row : rows) {
            matrix.add(numbers(row));
        }
        return matrix;
    }

    private static ArrayNode numbers(float[] values) {
        ArrayNode numbers = NODES.arrayNode();
        for (float value : values) {
            numbers.add(Generator.rounded(value));
        }
        return numbers;
    }
}
