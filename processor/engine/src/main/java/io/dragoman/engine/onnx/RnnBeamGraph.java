package io.dragoman.engine.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.dragoman.engine.bundle.VocabularySpec;
import io.dragoman.engine.graph.BeamSearchGraph;
import io.dragoman.engine.graph.BlockedNgrams;
import io.dragoman.engine.graph.GraphException;
import io.dragoman.engine.model.BeamGraph;
import io.dragoman.engine.model.BeamTask;
import io.dragoman.engine.model.BeamTrace;
import io.dragoman.engine.model.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/** {@link BeamSearchGraph} of a bundle's two graphs, on ONNX Runtime. Threading: one session, shared. */
final class RnnBeamGraph implements BeamGraph, AutoCloseable {
    private final OrtSession session;
    private final VocabularySpec vocabulary;
    private final int blockedNgram;

    private RnnBeamGraph(OrtSession session, VocabularySpec vocabulary, int blockedNgram) {
        this.session = session;
        this.vocabulary = vocabulary;
        this.blockedNgram = blockedNgram;
    }

    /**
     * @param blockedNgram as {@link #blockedNgram}
     * @throws GraphException where the two graphs cannot be made one
     * @throws ModelException where ONNX Runtime does not take what they make
     */
    static RnnBeamGraph load(
            Path encoder,
            Path step,
            RnnStepLayout layout,
            VocabularySpec vocabulary,
            int blockedNgram,
            Sessions sessions) {
        @Nullable BlockedNgrams blocked = blockedNgram == 0 ? null : new BlockedNgrams(blockedNgram, vocabulary.size());
        ModelProto graph = BeamSearchGraph.of(read(encoder), read(step), layout.states(), layout.memories(), blocked);
        return new RnnBeamGraph(
                sessions.open("of the whole search, made of " + encoder + " and " + step, graph.toByteArray()),
                vocabulary,
                blockedNgram);
    }

    private static ModelProto read(Path graph) {
        try {
            return ModelProto.parseFrom(Files.readAllBytes(graph));
        } catch (IOException e) {
            throw new ModelException("graph %s: cannot be read: %s".formatted(graph, e.getMessage()), e);
        }
    }

    @Override
    public int blockedNgram() {
        return blockedNgram;
    }

    @Override
    public Optional<BeamTrace> run(BeamTask task, Duration limit) {
        try (Tensors inputs = new Tensors();
                RunLimit within = new RunLimit(limit)) {
            SourceTensors.put(task.sources(), vocabulary.pad(), inputs);
            put(task, inputs);
            try (OrtSession.Result result = session.run(inputs.map(), within.options())) {
                return Optional.of(trace(result));
            } catch (OrtException e) {
                if (within.over()) {
                    return Optional.empty();
                }
                throw e;
            }
        } catch (OrtException e) {
            throw new ModelException(
                    "the search failed on %d sources: %s".formatted(task.sources().length, e.getMessage()), e);
        }
    }

    private void put(BeamTask task, Tensors inputs) throws OrtException {
        int batch = task.sources().length;
        int beam = task.beamSize();
        int rows = Math.multiplyExact(batch, beam);
        BeamTask.Wish[] wishes = task.wishes();
        int[] suppressed = task.suppressed();
        int candidates = Math.min(vocabulary.size(), task.candidates());
        inputs.put("beam_size", longs(1, i -> beam), 1)
                .put("ranked", longs(1, i -> 2L * beam), 1)
                .put("candidates", longs(1, i -> candidates), 1)
                .put("sentence_shape", longs(2, i -> i == 0 ? batch : -1), 2)
                .put("row_sentences", longs(rows, i -> i / beam), rows)
                .put("first_rows", longs(batch, i -> (long) i * beam), batch, 1)
                .put("first_tokens", longs(rows, i -> task.bos()), rows)
                .put("first_scores", doubles(rows, i -> i % beam == 0 ? 0 : Double.NEGATIVE_INFINITY), batch, beam)
                .put("eos", longs(1, i -> task.eos()), 1)
                .put("suppressed", longs(suppressed.length, i -> suppressed[i]), suppressed.length)
                .put("most_steps", longs(1, i -> mostSteps(wishes)))
                .put("max_new_tokens", longs(batch, i -> wishes[i].maxNewTokens()), batch)
                .put("last_wanted", longs(batch, i -> wishes[i].nBest() - 1L), batch, 1)
                .put("length_penalty", doubles(batch, i -> wishes[i].lengthPenalty()), batch);
    }

    private static int mostSteps(BeamTask.Wish[] wishes) {
        return Arrays.stream(wishes).mapToInt(BeamTask.Wish::maxNewTokens).max().orElse(0);
    }

    private static LongBuffer longs(int count, IntToLongFunction value) {
        LongBuffer longs = direct(count).asLongBuffer();
        for (int i = 0; i < count; i++) {
            longs.put(i, value.applyAsLong(i));
        }
        return longs;
    }

    private static DoubleBuffer doubles(int count, IntToDoubleFunction value) {
        DoubleBuffer doubles = direct(count).asDoubleBuffer();
        for (int i = 0; i < count; i++) {
            doubles.put(i, value.applyAsDouble(i));
        }
        return doubles;
    }

    private static ByteBuffer direct(int numbers) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(numbers, Long.BYTES))
                .order(ByteOrder.nativeOrder());
    }

    private static BeamTrace trace(OrtSession.Result result) throws OrtException {
        OnnxTensor tokens = Tensors.of(result, "ranked_tokens");
        long[] shape = tokens.getInfo().getShape();
        int[] places = ints(Tensors.of(result, "ranked_rows"));
        DoubleBuffer sums = Tensors.of(result, "ranked_log_probs").getDoubleBuffer();
        double[] logProbs = new double[sums.remaining()];
        sums.get(logProbs);
        return new BeamTrace((int) shape[0], (int) shape[2], ints(tokens), places, logProbs);
    }

    private static int[] ints(OnnxTensor tensor) {
        IntBuffer values = tensor.getIntBuffer();
        int[] ints = new int[values.remaining()];
        values.get(ints);
        return ints;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
