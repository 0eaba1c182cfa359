package io.dragoman.engine;

import io.dragoman.engine.bundle.BundleManifest;
import io.dragoman.engine.bundle.LabelSpec;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.bundle.VocabularySpec;
import io.dragoman.engine.consensus.Consensus;
import io.dragoman.engine.guard.Lexicon;
import io.dragoman.engine.guard.LexiconException;
import io.dragoman.engine.guard.WordGuard;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.ModelException;
import io.dragoman.engine.model.Placement;
import io.dragoman.engine.model.Seq2SeqModel;
import io.dragoman.engine.onnx.OnnxModels;
import io.dragoman.engine.search.Constraint;
import io.dragoman.engine.text.LabelTokenizer;
import io.dragoman.engine.text.SentencePieceTokenizer;
import io.dragoman.engine.text.Tokenizer;
import io.dragoman.engine.text.TokenizerException;
import io.dragoman.engine.text.Vocabulary;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One loaded model: texts in, outcomes out. An outcome depends on its request, the bundle and the options alone, never on
 * the requests it shared a batch with. Threading: any thread may call; {@link #close} waits for running calls.
 */
public final class Seq2SeqEngine implements AutoCloseable {
    private final ModelIdentity identity;
    private final RequestReader reader;
    private final Generator generator;
    private final Explainer explainer;
    private final Seq2SeqModel model;
    private final Placement placement;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed; // guarded by lock

    Seq2SeqEngine(
            ModelIdentity identity,
            RequestReader reader,
            Tokenizer tokenizer,
            @Nullable LabelTokenizer labels,
            @Nullable Consensus consensus,
            Seq2SeqModel model,
            Placement placement,
            EngineOptions options,
            BatchListener listener) {
        this.identity = identity;
        this.reader = reader;
        Tokenizer target = labels == null ? tokenizer : labels;
        this.generator = new Generator(model, target, consensus, options, batch -> listener.decoded(identity, batch));
        this.explainer = new Explainer(identity, reader, generator, model, tokenizer, labels, options.batchDeadline());
        this.model = model;
        this.placement = placement;
    }

    /**
     * Loads and checks a bundle.
     *
     * @throws io.dragoman.engine.bundle.BundleException where the folder is not a sound bundle
     * @throws ModelException where a graph or the tokenizer is not as described, or the device cannot be used
     */
    public static Seq2SeqEngine load(Path bundle, EngineOptions options) {
        return load(bundle, options, BatchListener.NONE);
    }

    /** As {@link #load(Path, EngineOptions)}, with somebody told of every batch. */
    public static Seq2SeqEngine load(Path bundle, EngineOptions options, BatchListener listener) {
        Placement placement = OnnxModels.place(options.device()); // a refusal needs no model
        ModelBundle sound = ModelBundle.load(bundle);
        Tokenizer tokenizer = tokenizer(sound);
        LabelSpec spec = sound.manifest().labels();
        LabelTokenizer labels =
                spec == null ? null : new LabelTokenizer(tokenizer.vocabulary(), spec.first(), spec.texts());
        RequestReader reader = RequestReader.of(
                sound.manifest(), tokenizer, labels, options.overlong(), guard(sound, tokenizer.vocabulary()));
        LoopChoice choice = LoopChoice.of(sound.manifest(), options.decoderLoop(), placement.used());
        Seq2SeqModel model =
                OnnxModels.load(sound, placement, options.gpuMemory(), options.intraOpThreads(), choice.loop());
        return new Seq2SeqEngine(
                identity(sound),
                reader,
                tokenizer,
                labels,
                consensus(sound),
                model,
                choice.of(placement, model.beamGraph().isPresent()),
                options,
                listener);
    }

    /**
     * Refuses, before a bundle is read, a device that cannot be used for want of a library; quick, and no promise that it can be used.
     *
     * @throws io.dragoman.engine.model.ModelException naming what is missing
     */
    public static void refuseEarly(Device device) {
        OnnxModels.refuseEarly(device);
    }

    private static @Nullable Consensus consensus(ModelBundle bundle) {
        Double sharpness = bundle.manifest().decoding().consensus();
        return sharpness == null || bundle.manifest().labels() != null ? null : new Consensus(sharpness);
    }

    private static ModelIdentity identity(ModelBundle bundle) {
        BundleManifest manifest = bundle.manifest();
        return new ModelIdentity(
                manifest.name(),
                manifest.version(),
                bundle.digest(),
                manifest.task(),
                manifest.sourceLanguage(),
                manifest.targetLanguage());
    }

    private static Function<String, Constraint> guard(ModelBundle bundle, Vocabulary vocabulary) {
        String lexicon = bundle.manifest().decoding().lexicon();
        if (lexicon == null) {
            return source -> Constraint.NONE;
        }
        try {
            return new WordGuard(Lexicon.load(bundle.file(lexicon)), vocabulary)::of;
        } catch (LexiconException e) {
            throw new ModelException(
                    "bundle %s: %s; export the model again".formatted(bundle.folder(), e.getMessage()), e);
        }
    }

    private static Tokenizer tokenizer(ModelBundle bundle) {
        String type = bundle.manifest().tokenizer().type();
        if (!type.equals("sentencepiece")) {
            throw new ModelException(
                    "bundle %s: found tokenizer type %s, expected sentencepiece; use a matching release"
                            .formatted(bundle.folder(), type));
        }
        Tokenizer tokenizer;
        try {
            tokenizer = SentencePieceTokenizer.load(
                    bundle.file(bundle.manifest().tokenizer().file()));
        } catch (TokenizerException e) {
            throw new ModelException(
                    "bundle %s: %s; export the model again".formatted(bundle.folder(), e.getMessage()), e);
        }
        Vocabulary v = tokenizer.vocabulary();
        VocabularySpec found = new VocabularySpec(v.size(), v.unk(), v.bos(), v.eos(), v.pad());
        if (!found.equals(bundle.manifest().vocabulary())) {
            throw new ModelException("bundle %s: found in the tokenizer file %s, expected %s; export the model again"
                    .formatted(bundle.folder(), found, bundle.manifest().vocabulary()));
        }
        return tokenizer;
    }

    public ModelIdentity model() {
        return identity;
    }

    /** Where the model runs. */
    public Placement placement() {
        return placement;
    }

    /** One outcome a request, in order; no input makes it throw. */
    public List<Outcome> generate(List<GenerationRequest> requests) {
        @Nullable Outcome[] outcomes = new @Nullable Outcome[requests.size()];
        lock.readLock().lock();
        try {
            if (closed) {
                Arrays.fill(outcomes, closedOutcome());
            } else {
                generator.generate(reader.read(requests, outcomes), outcomes);
            }
        } finally {
            lock.readLock().unlock();
        }
        return List.of(Arrays.copyOf(outcomes, outcomes.length, Outcome[].class));
    }

    /**
     * Why the request's generation is what it is: its hypotheses are those of {@link #generate}, decoded once more with
     * attention and the log-probability of every piece. No input makes it throw.
     */
    public Explained explain(GenerationRequest request) {
        return explained(() -> explainer.explain(request));
    }

    /**
     * What the model thinks of a target that somebody else wrote, as {@link #explain(GenerationRequest)} tells it of its own.
     * Beam size and n-best play no part.
     */
    public Explained explain(GenerationRequest request, String target) {
        return explained(() -> explainer.explain(request, target));
    }

    private Explained explained(Supplier<Explained> work) {
        lock.readLock().lock();
        try {
            return closed ? new Explained.Not(closedOutcome()) : work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private static Outcome.Failed closedOutcome() {
        return new Outcome.Failed(Reason.CANCELLED, "the engine is closed", null);
    }

    /**
     * Runs greedy and beam search once, so that lazy work and linking are done before the first record.
     *
     * @throws ModelException where the model cannot generate
     */
    public void warmUp() {
        GenerationOptions greedy = new GenerationOptions(1, 1, null, null);
        for (Outcome outcome :
                generate(List.of(new GenerationRequest("a b c", greedy), new GenerationRequest("a b c")))) {
            if (outcome instanceof Outcome.Failed failed) {
                throw new ModelException(
                        "warm-up of %s failed: %s".formatted(identity.name(), failed.message()), failed.cause());
            }
        }
    }

    /** 16 hexadecimal digits that are equal where the resolved options, and so the generations, are equal. */
    public String optionsDigest(GenerationOptions options) {
        return reader.digest(options);
    }

    /** Frees native memory. Closing twice is safe; later requests fail with CANCELLED. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                model.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
