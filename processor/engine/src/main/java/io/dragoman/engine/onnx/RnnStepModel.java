package io.dragoman.engine.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.dragoman.engine.bundle.GraphSpec;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.bundle.VocabularySpec;
import io.dragoman.engine.graph.GraphException;
import io.dragoman.engine.model.BeamGraph;
import io.dragoman.engine.model.DecoderLoop;
import io.dragoman.engine.model.DecoderState;
import io.dragoman.engine.model.ForcedStep;
import io.dragoman.engine.model.ModelException;
import io.dragoman.engine.model.Seq2SeqModel;
import io.dragoman.engine.model.StepResult;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The layout {@code rnn-step} on ONNX Runtime. Source: Luong et al. 2015 for the network. Threading: sessions are shared,
 * every batch has its own buffers; the caller closes no model while a batch runs.
 */
final class RnnStepModel implements Seq2SeqModel {
    static final String LAYOUT = "rnn-step";

    private static final Logger LOG = LoggerFactory.getLogger(RnnStepModel.class);

    private final OrtSession encoder;
    private final OrtSession decoderStep;
    private final RnnStepLayout layout;
    private final VocabularySpec vocabulary;
    private final Set<String> detail; // outputs of the step that only explanation reads
    private final @Nullable RnnBeamGraph beamGraph; // null: search steps from outside
    private final Queue<Workspace> workspaces = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private RnnStepModel(
            OrtSession encoder,
            OrtSession decoderStep,
            RnnStepLayout layout,
            VocabularySpec vocabulary,
            Set<String> detail,
            @Nullable RnnBeamGraph beamGraph) {
        this.encoder = encoder;
        this.decoderStep = decoderStep;
        this.layout = layout;
        this.vocabulary = vocabulary;
        this.detail = detail;
        this.beamGraph = beamGraph;
    }

    /**
     * @param loop GRAPH or AUTO to search in a graph too; AUTO goes without where the bundle's graphs cannot be made one
     */
    static RnnStepModel load(ModelBundle bundle, Sessions sessions, DecoderLoop loop) {
        GraphSpec encoderSpec = spec(bundle, RnnStepLayout.ENCODER);
        GraphSpec stepSpec = spec(bundle, RnnStepLayout.DECODER_STEP);
        RnnStepLayout layout = RnnStepLayout.of(encoderSpec, stepSpec);
        List<OrtSession> opened = new ArrayList<>();
        try {
            opened.add(open(bundle, RnnStepLayout.ENCODER, encoderSpec, layout.encoderGraph(), sessions));
            opened.add(open(bundle, RnnStepLayout.DECODER_STEP, stepSpec, layout.decoderStepGraph(), sessions));
            VocabularySpec vocabulary = bundle.manifest().vocabulary();
            @Nullable RnnBeamGraph graph = loop == DecoderLoop.STEPS ? null : beamGraph(bundle, layout, sessions, loop);
            return new RnnStepModel(opened.get(0), opened.get(1), layout, vocabulary, StepDetail.of(stepSpec), graph);
        } catch (ModelException e) {
            opened.forEach(session -> closeQuietly(session, e));
            throw e;
        }
    }

    private static @Nullable RnnBeamGraph beamGraph(
            ModelBundle bundle, RnnStepLayout layout, Sessions sessions, DecoderLoop loop) {
        Path encoder = bundle.file(spec(bundle, RnnStepLayout.ENCODER).file());
        Path step = bundle.file(spec(bundle, RnnStepLayout.DECODER_STEP).file());
        try {
            @Nullable Integer blockedNgram = bundle.manifest().decoding().blockedNgram();
            return RnnBeamGraph.load(
                    encoder,
                    step,
                    layout,
                    bundle.manifest().vocabulary(),
                    blockedNgram == null ? 0 : blockedNgram,
                    sessions);
        } catch (GraphException e) {
            String why = "bundle %s: its graphs cannot be made one that holds the loop: %s"
                    .formatted(bundle.folder(), e.getMessage());
            if (loop == DecoderLoop.GRAPH) {
                throw new ModelException(why + "; set the decoder's loop to steps, or auto", e);
            }
            LOG.warn("{}; the decoder is run step by step", why);
            return null;
        }
    }

    private static GraphSpec spec(ModelBundle bundle, String graph) {
        GraphSpec spec = bundle.manifest().graphs().get(graph);
        if (spec == null) {
            throw new ModelException("bundle %s: found graphs %s, expected %s; export the model again"
                    .formatted(bundle.folder(), bundle.manifest().graphs().keySet(), graph));
        }
        return spec;
    }

    private static OrtSession open(
            ModelBundle bundle, String graph, GraphSpec spec, GraphSpec expected, Sessions sessions) {
        OrtSession session = sessions.open(bundle.file(spec.file()));
        try {
            GraphCheck.check(graph, session, spec, expected);
            return session;
        } catch (OrtException e) {
            ModelException failure = new ModelException("graph %s: %s".formatted(graph, e.getMessage()), e);
            closeQuietly(session, failure);
            throw failure;
        } catch (ModelException e) {
            closeQuietly(session, e);
            throw e;
        }
    }

    private static void closeQuietly(OrtSession session, ModelException because) {
        try {
            session.close();
        } catch (OrtException e) {
            because.addSuppressed(e);
        }
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    @Override
    public Optional<BeamGraph> beamGraph() {
        return Optional.ofNullable(beamGraph);
    }

    @Override
    public DecoderState encode(int[][] sources) {
        int rows = sources.length;
        try (Tensors inputs = new Tensors()) {
            SourceTensors.put(sources, vocabulary.pad(), inputs);
            try (OrtSession.Result result = encoder.run(inputs.map())) {
                return state(result, rows);
            }
        } catch (OrtException e) {
            throw new ModelException("the encoder failed on %d sources: %s".formatted(rows, e.getMessage()), e);
        }
    }

    private RnnDecoderState state(OrtSession.Result result, int rows) throws OrtException {
        @Nullable Workspace free = workspaces.poll();
        Workspace work = free == null ? new Workspace(layout) : free;
        for (int i = 0; i < work.states.size(); i++) {
            work.states
                    .get(i)
                    .keep(Tensors.of(result, "initial_" + layout.states().get(i).name()));
        }
        for (int i = 0; i < work.memories.size(); i++) {
            work.memories
                    .get(i)
                    .keep(Tensors.of(result, layout.memories().get(i).name()));
        }
        return new RnnDecoderState(work, rows, workspaces::add);
    }

    @Override
    public StepResult step(DecoderState opaque, int[] tokens, int topK) {
        RnnDecoderState state = (RnnDecoderState) opaque;
        Workspace work = state.work;
        int rows = state.rows();
        int k = Math.min(topK, vocabulary.size());
        try (Tensors inputs = new Tensors();
                Tensors outputs = new Tensors()) {
            feed(state, tokens, k, inputs, outputs);
            FloatBuffer logProbs = work.topLogProbs(rows * k);
            LongBuffer ids = work.topIds(rows * k);
            outputs.put("top_log_probs", logProbs, rows, k).put("top_ids", ids, rows, k);
            decoderStep.run(inputs.map(), outputs.map()).close(); // pinned outputs stay ours
            work.states.forEach(Rows::swap);
            return read(k, ids, logProbs);
        } catch (OrtException e) {
            throw new ModelException("the decoder step failed on %d rows: %s".formatted(rows, e.getMessage()), e);
        }
    }

    @Override
    public ForcedStep force(DecoderState opaque, int[] tokens, int[] next) {
        if (!detail.contains(StepDetail.LOG_PROBS)) {
            return Seq2SeqModel.super.force(opaque, tokens, next);
        }
        RnnDecoderState state = (RnnDecoderState) opaque;
        try (Tensors inputs = new Tensors();
                Tensors outputs = new Tensors()) {
            feed(state, tokens, 1, inputs, outputs);
            try (OrtSession.Result result = decoderStep.run(inputs.map(), detail, outputs.map())) {
                state.work.states.forEach(Rows::swap);
                return StepDetail.read(result, next);
            }
        } catch (OrtException e) {
            throw new ModelException("forced decoding failed on %d rows: %s".formatted(next.length, e.getMessage()), e);
        }
    }

    /** Everything a step reads, and room for the next states. */
    private void feed(RnnDecoderState state, int[] tokens, int k, Tensors inputs, Tensors outputs) throws OrtException {
        Workspace work = state.work;
        int rows = state.rows();
        if (tokens.length != rows) {
            throw new IllegalArgumentException("found %d tokens, expected %d".formatted(tokens.length, rows));
        }
        LongBuffer newest = work.tokens(rows + 1);
        for (int row = 0; row < rows; row++) {
            newest.put(row, tokens[row]);
        }
        newest.put(rows, k);
        inputs.put("token_ids", newest.slice(0, rows), rows).put("top_k", newest.slice(rows, 1), 1);
        for (int i = 0; i < work.states.size(); i++) {
            String name = layout.states().get(i).name();
            work.states.get(i).putCurrent(inputs, name, rows);
            work.states.get(i).putNext(outputs, "next_" + name, rows);
        }
        for (int i = 0; i < work.memories.size(); i++) {
            work.memories.get(i).putCurrent(inputs, layout.memories().get(i).name(), rows);
        }
    }

    private static StepResult read(int k, LongBuffer topIds, FloatBuffer topLogProbs) {
        int[] ids = new int[topIds.remaining()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (int) topIds.get(i);
        }
        float[] logProbs = new float[ids.length];
        topLogProbs.get(0, logProbs);
        return new StepResult(k, ids, logProbs);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try (encoder;
                    decoderStep;
                    beamGraph) {
                workspaces.clear();
            } catch (OrtException e) {
                throw new ModelException("a session did not close: " + e.getMessage(), e);
            }
        }
    }
}
