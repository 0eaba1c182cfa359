package io.dragoman.export.bundle;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.dragoman.engine.bundle.BundleManifest;
import io.dragoman.engine.bundle.DecodingDefaults;
import io.dragoman.engine.bundle.GraphSpec;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.bundle.TensorSpec;
import io.dragoman.engine.bundle.TokenizerSpec;
import io.dragoman.engine.bundle.VocabularySpec;
import io.dragoman.engine.text.SentencePieceTokenizer;
import io.dragoman.engine.text.TextNormalizer;
import io.dragoman.engine.text.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a bundle beside its place and moves it there when it is whole: whoever sees the folder sees all of it. The
 * same draft gives the same bytes.
 */
public final class BundleWriter {
    static final String ENCODER = "encoder.onnx";
    static final String DECODER_STEP = "decoder_step.onnx";
    static final String TOKENIZER = "tokenizer.spm";
    static final String LEXICON = "lexicon.txt";
    static final String MODEL_CARD = "MODEL_CARD.md";

    private BundleWriter() {}

    /**
     * @return the bundle, read back and checked
     * @throws BundleWriteException when the output exists, cannot be written, or the parts do not fit one another
     */
    public static ModelBundle write(BundleDraft draft, Path output) {
        if (Files.exists(output)) {
            throw new BundleWriteException("output " + output + " exists, expected a folder to be created", null);
        }
        BundleManifest manifest = manifest(draft);
        Path absolute = output.toAbsolutePath();
        try {
            Path parent = absolute.getParent();
            if (parent == null) {
                throw new BundleWriteException("output " + output + " is a root, expected a folder", null);
            }
            Files.createDirectories(parent);
            Path folder = Files.createTempDirectory(parent, "." + absolute.getFileName() + ".part");
            try {
                Files.write(folder.resolve(ENCODER), draft.graphs().encoder().toByteArray());
                Files.write(
                        folder.resolve(DECODER_STEP),
                        draft.graphs().decoderStep().toByteArray());
                Files.write(folder.resolve(TOKENIZER), draft.tokenizer());
                Files.writeString(folder.resolve(MODEL_CARD), draft.modelCard());
                if (draft.lexicon() != null) {
                    Files.writeString(folder.resolve(LEXICON), draft.lexicon().toText());
                }
                ModelBundle.seal(folder, manifest);
                openToReaders(folder);
                Files.move(folder, absolute, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new BundleWriteException("bundle " + output + " cannot be written: " + e, e);
        }
        return ModelBundle.load(output);
    }

    private static BundleManifest manifest(BundleDraft draft) {
        TextNormalizer.of(draft.sourceNormalization());
        TextNormalizer.of(draft.targetNormalization());
        Vocabulary vocabulary = SentencePieceTokenizer.parse(draft.tokenizer()).vocabulary();
        GraphSpec step = spec(DECODER_STEP, draft.graphs().decoderStep());
        long outputs = draft.graphs().decoderStep().getGraph().getOutputList().stream()
                .filter(value -> value.getName().equals("log_probs"))
                .mapToLong(value ->
                        value.getType().getTensorType().getShape().getDim(1).getDimValue())
                .findFirst()
                .orElseThrow();
        if (outputs != vocabulary.size()) {
            throw new BundleWriteException(
                    "tokenizer: expected " + outputs + " pieces as in the graphs, found " + vocabulary.size(), null);
        }
        BundleDraft.Identity identity = draft.identity();
        return new BundleManifest(
                BundleManifest.FORMAT_VERSION,
                identity.name(),
                identity.version(),
                identity.task(),
                identity.sourceLanguage(),
                identity.targetLanguage(),
                "rnn-step",
                Map.of("encoder", spec(ENCODER, draft.graphs().encoder()), "decoderStep", step),
                new TokenizerSpec("sentencepiece", TOKENIZER, draft.sourceNormalization(), draft.targetNormalization()),
                new VocabularySpec(
                        vocabulary.size(), vocabulary.unk(), vocabulary.bos(), vocabulary.eos(), vocabulary.pad()),
                draft.labels(),
                decoding(draft),
                draft.limits(),
                Map.of(),
                draft.provenance());
    }

    private static DecodingDefaults decoding(BundleDraft draft) {
        DecodingDefaults wanted = draft.decoding();
        return new DecodingDefaults(
                wanted.beamSize(),
                wanted.nBest(),
                wanted.lengthPenalty(),
                wanted.maxNewTokens(),
                wanted.blockedNgram(),
                wanted.consensus(),
                draft.lexicon() == null ? null : LEXICON);
    }

    private static GraphSpec spec(String file, ModelProto model) {
        return new GraphSpec(
                file,
                tensors(model.getGraph().getInputList()),
                tensors(model.getGraph().getOutputList()));
    }

    private static List<TensorSpec> tensors(List<ValueInfoProto> values) {
        return values.stream()
                .map(value -> {
                    TypeProto.Tensor tensor = value.getType().getTensorType();
                    return new TensorSpec(
                            value.getName(),
                            type(tensor.getElemType()),
                            tensor.getShape().getDimCount());
                })
                .toList();
    }

    private static String type(int code) {
        return switch (code) {
            case TensorProto.DataType.FLOAT_VALUE -> "float";
            case TensorProto.DataType.INT32_VALUE -> "int32";
            case TensorProto.DataType.INT64_VALUE -> "int64";
            default ->
                throw new IllegalArgumentException("expected a float, int32 or int64 tensor, found type " + code);
        };
    }

    /** Temporary folders are the owner's alone; a bundle is for any account that may read where it lies. */
    private static void openToReaders(Path folder) throws IOException {
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
