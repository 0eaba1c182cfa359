package io.dragoman.engine;

import io.dragoman.engine.model.BeamGraph;
import io.dragoman.engine.model.BeamTask;
import io.dragoman.engine.model.BeamTrace;
import io.dragoman.engine.model.DecoderState;
import io.dragoman.engine.model.Seq2SeqModel;
import io.dragoman.engine.model.StepResult;
import java.time.Duration;
import java.util.Optional;

/** A model that keeps the time of one batch. Threading: one batch, one thread. */
final class TimedModel implements Seq2SeqModel {
    private final Seq2SeqModel model;
    private long encodeNanos;
    private long decodeNanos;
    private int steps;

    TimedModel(Seq2SeqModel model) {
        this.model = model;
    }

    long encodeNanos() {
        return encodeNanos;
    }

    long decodeNanos() {
        return decodeNanos;
    }

    int steps() {
        return steps;
    }

    @Override
    public int vocabularySize() {
        return model.vocabularySize();
    }

    @Override
    public DecoderState encode(int[][] sources) {
        long start = System.nanoTime();
        try {
            return model.encode(sources);
        } finally {
            encodeNanos += System.nanoTime() - start;
        }
    }

    @Override
    public StepResult step(DecoderState state, int[] tokens, int topK) {
        long start = System.nanoTime();
        try {
            return model.step(state, tokens, topK);
        } finally {
            decodeNanos += System.nanoTime() - start;
            steps++;
        }
    }

    @Override
    public Optional<BeamGraph> beamGraph() {
        return model.beamGraph().map(TimedGraph::new);
    }

    /** A run is timed as decoding, its encoder too: both are one graph. */
    private final class TimedGraph implements BeamGraph {
        private final BeamGraph graph;

        TimedGraph(BeamGraph graph) {
            this.graph = graph;
        }

        @Override
        public int blockedNgram() {
            return graph.blockedNgram();
        }

        @Override
        public Optional<BeamTrace> run(BeamTask task, Duration limit) {
            long start = System.nanoTime();
            try {
                Optional<BeamTrace> trace = graph.run(task, limit);
                trace.ifPresent(seen -> steps += seen.steps());
                return trace;
            } finally {
                decodeNanos += System.nanoTime() - start;
            }
        }
    }

    /** The model is its engine's to close. */
    @Override
    public void close() {}
}
