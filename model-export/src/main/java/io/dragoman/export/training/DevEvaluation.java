package io.dragoman.export.training;

import ai.djl.ndarray.NDManager;
import io.dragoman.export.network.Dropout;
import io.dragoman.export.network.NetworkDecoder;
import io.dragoman.export.network.Seq2SeqNetwork;
import io.dragoman.export.score.Bleu;
import io.dragoman.export.score.ChrF;
import io.dragoman.export.score.Classification;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dev loss (unsmoothed, no dropout) and scores of greedy outputs. */
final class DevEvaluation {
    private static final int MAX_SLOTS = 4000;
    private static final int EXTRA_STEPS = 20;

    private final TargetLoss loss;
    private final NetworkDecoder decoder;
    private final Sides sides;

    DevEvaluation(TargetLoss loss, NetworkDecoder decoder, Sides sides) {
        this.loss = loss;
        this.decoder = decoder;
        this.sides = sides;
    }

    /**
     * @param sample one source with its output, for a person to look at
     */
    record Result(double loss, DevScores scores, String sample) {}

    Result of(Seq2SeqNetwork network, DevSet dev) {
        int longest = dev.sources().stream().mapToInt(s -> s.length).max().orElse(1);
        List<String> outputs = decoder.greedy(dev.sources(), 2 * longest + EXTRA_STEPS).stream()
                .map(sides.target()::decode)
                .toList();

        int shown = outputs.size() / 2;
        String sample = sides.source().decode(dev.sources().get(shown)) + " → " + outputs.get(shown);
        return new Result(
                meanLoss(network, dev.pairs()),
                sides.labelled() ? ofLabels(outputs, dev.references()) : ofTexts(outputs, dev.references()),
                sample);
    }

    private static DevScores ofTexts(List<String> outputs, List<List<String>> references) {
        List<List<@Nullable String>> streams = referenceStreams(references);
        return new DevScores.OfTexts(
                Bleu.corpus(outputs, streams).score(),
                ChrF.corpus(outputs, streams).score(),
                exact(outputs, references));
    }

    private static DevScores ofLabels(List<String> outputs, List<List<String>> references) {
        List<String> actual = new ArrayList<>();
        List<String> answered = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            actual.addAll(references.get(i));
            answered.addAll(Collections.nCopies(references.get(i).size(), outputs.get(i)));
        }
        Classification classification = Classification.of(actual, answered, null);
        double macroF1 = classification.average(Classification.Average.MACRO, 0).f1();
        return new DevScores.OfLabels(100 * classification.accuracy(), 100 * macroF1);
    }

    private static double exact(List<String> outputs, List<List<String>> references) {
        int exact = 0;
        for (int i = 0; i < outputs.size(); i++) {
            exact += references.get(i).contains(outputs.get(i)) ? 1 : 0;
        }
        return 100.0 * exact / outputs.size();
    }

    private double meanLoss(Seq2SeqNetwork network, List<EncodedPair> pairs) {
        double sum = 0;
        long tokens = 0;
        for (List<EncodedPair> batch : BatchPlan.of(pairs, MAX_SLOTS, 0, 0)) {
            try (NDManager scope = network.manager().newSubManager()) {
                int n = ForcedBatch.tokens(batch);
                sum += (double) loss.of(scope, batch, Dropout.NONE, TargetLoss.Objective.PLAIN)
                                .getFloat()
                        * n;
                tokens += n;
            }
        }
        return sum / tokens;
    }

    /** References of each segment turned into streams; a segment without a k-th reference has null there. */
    static List<List<@Nullable String>> referenceStreams(List<List<String>> references) {
        int most = references.stream().mapToInt(List::size).max().orElse(0);
        List<List<@Nullable String>> streams = new ArrayList<>();
        for (int k = 0; k < most; k++) {
            List<@Nullable String> stream = new ArrayList<>();
            for (List<String> segment : references) {
                stream.add(k < segment.size() ? segment.get(k) : null);
            }
            streams.add(stream);
        }
        return streams;
    }
}
