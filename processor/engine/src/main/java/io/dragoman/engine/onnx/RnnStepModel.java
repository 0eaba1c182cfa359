package io.dragoman.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.dragoman.engine.bundle.GraphSpec;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.bundle.VocabularySpec;
import io.dragoman.engine.model.DecoderState;
import io.dragoman.engine.model.ForcedStep;
import io.dragoman.engine.model.ModelException;
import io.dragoman.engine.model.Seq2SeqModel;
import io.dragoman.engine.model.StepResult;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The layout {@code rnn-step} on ONNX Runtime. Source: Luong et al. 2015 for the network. Threading: sessions are shared,
 * every batch has its own buffers; the caller closes no model while a batch runs.
 */
final class RnnStepModel implements Seq2SeqModel {
    static final String LAYOUT = "rnn-step";

    private static final int SUM_BLOCK = 4;

    private final OrtSession encoder;
    private final OrtSession decoderStep;
    private final RnnStepLayout layout;
    private final VocabularySpec vocabulary;
    private final Set<String> detail; // outputs of the step that only explanation reads
    private final Queue<Workspace> workspaces = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private RnnStepModel(
            OrtSession encoder,
            OrtSession decoderStep,
            RnnStepLayout layout,
            VocabularySpec vocabulary,
            Set<String> detail) {
        this.encoder = encoder;
        this.decoderStep = decoderStep;
        this.layout = layout;
        this.vocabulary = vocabulary;
        this.detail = detail;
    }

    static RnnStepModel load(ModelBundle bundle, Sessions sessions) {
        GraphSpec encoderSpec = spec(bundle, RnnStepLayout.ENCODER);
        GraphSpec stepSpec = spec(bundle, RnnStepLayout.DECODER_STEP);
        RnnStepLayout layout = RnnStepLayout.of(encoderSpec, stepSpec);
        OrtSession encoder = open(bundle, RnnStepLayout.ENCODER, encoderSpec, layout.encoderGraph(), sessions);
        try {
            OrtSession step = open(bundle, RnnStepLayout.DECODER_STEP, stepSpec, layout.decoderStepGraph(), sessions);
            return new RnnStepModel(encoder, step, layout, bundle.manifest().vocabulary(), StepDetail.of(stepSpec));
        } catch (ModelException e) {
            closeQuietly(encoder, e);
            throw e;
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
    public DecoderState encode(int[][] sources) {
        int rows = sources.length;
        int longest =
                padded(Arrays.stream(sources).mapToInt(s -> s.length).max().orElse(0));
        LongBuffer ids = direct(8 * rows * longest).asLongBuffer(); // (batch, source length)
        IntBuffer lengths = direct(4 * rows).asIntBuffer(); // (batch)
        for (int row = 0; row < rows; row++) {
            lengths.put(row, sources[row].length);
            for (int i = 0; i < longest; i++) {
                ids.put(row * longest + i, i < sources[row].length ? sources[row][i] : vocabulary.pad());
            }
        }
        try (Tensors inputs = new Tensors()) {
            inputs.put("source_ids", ids, rows, longest).put("source_lengths", lengths, rows);
            try (OrtSession.Result result = encoder.run(inputs.map())) {
                return state(result, rows);
            }
        } catch (OrtException e) {
            throw new ModelException("the encoder failed on %d sources: %s".formatted(rows, e.getMessage()), e);
        }
    }

    /**
     * Source length up to a whole number of blocks. ONNX Runtime sums a product with one row in blocks of four terms and
     * a rest of three in another order, so that a source of 7, 11, 15 … ids scored differently alone (in the last bit of a
     * float) than beside a longer one. Padded to whole blocks, every row's bits are the same in any company.
     */
    private static int padded(int length) {
        return (length + SUM_BLOCK - 1) / SUM_BLOCK * SUM_BLOCK;
    }

    private RnnDecoderState state(OrtSession.Result result, int rows) throws OrtException {
        @Nullable Workspace free = workspaces.poll();
        Workspace work = free == null ? new Workspace(layout) : free;
        for (int i = 0; i < work.states.size(); i++) {
            work.states
                    .get(i)
                    .keep(tensor(result, "initial_" + layout.states().get(i).name()));
        }
        for (int i = 0; i < work.memories.size(); i++) {
            work.memories.get(i).keep(tensor(result, layout.memories().get(i).name()));
        }
        return new RnnDecoderState(work, rows, workspaces::add);
    }

    private static OnnxTensor tensor(OrtSession.Result result, String name) throws OrtException {
        if (result.get(name).orElse(null) instanceof OnnxTensor tensor) {
            return tensor;
        }
        throw new OrtException("found no output " + name);
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

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            workspaces.clear();
            try {
                try {
                    encoder.close();
                } finally {
                    decoderStep.close();
                }
            } catch (OrtException e) {
                throw new ModelException("a session did not close: " + e.getMessage(), e);
            }
        }
    }
}
