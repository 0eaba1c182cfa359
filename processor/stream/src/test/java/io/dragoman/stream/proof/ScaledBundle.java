package io.dragoman.stream.proof;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * The tests' tiny bundle blown up to the shape of the shipped one: the same graphs with 6,000 tokens, embeddings of 256, an encoder of 2 x 256
 * and a decoder of 512, random weights, and every sentence exactly {@link #NEW_TOKENS} tokens long. It costs what a real model costs and
 * says nothing.
 */
final class ScaledBundle {
    static final int VOCABULARY = 6_000;
    static final int NEW_TOKENS = 10;

    private static final int TINY_VOCABULARY = 320;
    private static final int TINY_EMBEDDING = 16;
    private static final int TINY_ENCODER = 12; // the decoder has twice as many
    private static final int EMBEDDING = 256;
    private static final int ENCODER = 256;
    private static final int EOS = 2;
    private static final int BYTE_PIECES_END = 260;
    private static final float NEVER = -30;

    private final Random random = new Random(11);

    private ScaledBundle() {}

    /** Writes the bundle into an empty folder. */
    static Path write(Path tiny, Path folder) throws IOException {
        ScaledBundle scaled = new ScaledBundle();
        for (String graph : List.of("encoder.onnx", "decoder_step.onnx")) {
            ModelProto model = ModelProto.parseFrom(Files.readAllBytes(tiny.resolve(graph)));
            Files.write(folder.resolve(graph), scaled.model(model).toByteArray());
        }
        Files.write(folder.resolve("tokenizer.spm"), withMorePieces(Files.readAllBytes(tiny.resolve("tokenizer.spm"))));
        Files.writeString(folder.resolve("MODEL_CARD.md"), "# scaled\n\nRandom weights, for a benchmark.\n");
        ObjectMapper json = new ObjectMapper();
        ObjectNode manifest =
                (ObjectNode) json.readTree(tiny.resolve("bundle.json").toFile());
        manifest.put("name", "scaled");
        ((ObjectNode) manifest.get("vocabulary")).put("size", VOCABULARY);
        ((ObjectNode) manifest.get("decoding")).put("maxNewTokens", NEW_TOKENS);
        ((ObjectNode) manifest.get("limits")).put("maxSourceTokens", 512);
        ObjectNode files = (ObjectNode) manifest.get("files");
        for (var file : files.properties()) {
            byte[] bytes = Files.readAllBytes(folder.resolve(file.getKey()));
            ((ObjectNode) file.getValue()).put("sha256", sha256(bytes)).put("bytes", bytes.length);
        }
        json.writeValue(folder.resolve("bundle.json").toFile(), manifest);
        return folder;
    }

    private ModelProto model(ModelProto tiny) {
        GraphProto.Builder graph = tiny.getGraph().toBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            graph.setInitializer(i, tensor(graph.getInitializer(i)));
        }
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
                if (attribute.getName().equals("hidden_size")) {
                    attribute.setI(dimension(attribute.getI()));
                }
            }
        }
        graph.getInputBuilderList().forEach(ScaledBundle::shape);
        graph.getOutputBuilderList().forEach(ScaledBundle::shape);
        return tiny.toBuilder().setGraph(graph).build();
    }

    private TensorProto tensor(TensorProto tiny) {
        if (tiny.getDataType() == TensorProto.DataType.INT64.getNumber()) {
            ByteBuffer values = ByteBuffer.wrap(tiny.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < values.capacity(); at += Long.BYTES) {
                values.putLong(at, dimension(values.getLong(at)));
            }
            return tiny.toBuilder()
                    .setRawData(ByteString.copyFrom(values.array()))
                    .build();
        }
        TensorProto.Builder tensor = tiny.toBuilder();
        int count = 1;
        for (int i = 0; i < tiny.getDimsCount(); i++) {
            tensor.setDims(i, dimension(tiny.getDims(i)));
            count *= (int) tensor.getDims(i);
        }
        if (count == 1) {
            return tiny; // the mask's two numbers
        }
        int columns = (int) tensor.getDims(tensor.getDimsCount() - 1);
        double deviation = tensor.getDimsCount() == 1 ? 0.1 : 1 / Math.sqrt(columns);
        ByteBuffer values = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            boolean unsayable = tiny.getName().equals("output.bias") && (i < BYTE_PIECES_END || i == EOS);
            values.putFloat(unsayable ? NEVER : (float) (random.nextGaussian() * deviation));
        }
        return tensor.setRawData(ByteString.copyFrom(values.array())).build();
    }

    private static void shape(ValueInfoProto.Builder value) {
        for (Dimension.Builder dimension :
                value.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().getDimBuilderList()) {
            if (dimension.hasDimValue()) {
                dimension.setDimValue(dimension(dimension.getDimValue()));
            }
        }
    }

    private static long dimension(long tiny) {
        if (tiny == TINY_VOCABULARY) {
            return VOCABULARY;
        }
        if (tiny == TINY_EMBEDDING) {
            return EMBEDDING;
        }
        return tiny > 0 && tiny % TINY_ENCODER == 0 ? tiny / TINY_ENCODER * ENCODER : tiny;
    }

    /** Appends pieces that no text has: a serialised SentencePiece model grows by concatenation. */
    private static byte[] withMorePieces(byte[] tokenizer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(tokenizer);
        for (int id = TINY_VOCABULARY; id < VOCABULARY; id++) {
            byte[] piece = ("\u2581unused" + id).getBytes(StandardCharsets.UTF_8);
            out.write(0x0A); // field 1 of the model: a piece
            out.write(2 + piece.length + 1 + Float.BYTES);
            out.write(0x0A); // field 1 of the piece: its text
            out.write(piece.length);
            out.writeBytes(piece);
            out.write(0x15); // field 2 of the piece: its score
            out.writeBytes(ByteBuffer.allocate(Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(-id)
                    .array());
        }
        return out.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
