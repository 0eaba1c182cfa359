package io.dragoman.stream.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tests' bundle with an encoder that also counts, in ONNX Runtime, to the fourth power of its longest source's length: ids and scores stay
 * as they were, and a text of 60 characters takes some 10 s, in one native call that knows no deadline.
 */
final class SlowBundle {
    private static final String ENCODER = "encoder.onnx";
    private static final ByteString STATE = ByteString.copyFromUtf8("initial_state");
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int BOOL = 9;

    private SlowBundle() {}

    static Path write(Path folder) throws IOException, NoSuchAlgorithmException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(Monitored.bundle("tiny-reversal"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        Path encoder = folder.resolve(ENCODER);
        UnknownFieldSet model = UnknownFieldSet.parseFrom(Files.readAllBytes(encoder));
        UnknownFieldSet graph = UnknownFieldSet.parseFrom(
                model.getField(7).getLengthDelimitedList().getFirst());
        Files.write(encoder, replaced(model, 7, List.of(slow(graph))).toByteArray());
        describe(folder.resolve("bundle.json"), encoder);
        return folder;
    }

    private static void describe(Path manifest, Path encoder) throws IOException, NoSuchAlgorithmException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode bundle = (ObjectNode) mapper.readTree(manifest.toFile());
        ((ObjectNode) bundle.at("/files/" + ENCODER))
                .put(
                        "sha256",
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(encoder))))
                .put("bytes", Files.size(encoder));
        mapper.writeValue(manifest.toFile(), bundle);
    }

    /** Another node makes the initial state out of the first one's, once the loop has ended. */
    private static ByteString slow(UnknownFieldSet graph) throws InvalidProtocolBufferException {
        List<ByteString> nodes = new ArrayList<>();
        for (ByteString bytes : graph.getField(1).getLengthDelimitedList()) {
            UnknownFieldSet node = UnknownFieldSet.parseFrom(bytes);
            boolean last = node.getField(2).getLengthDelimitedList().contains(STATE);
            nodes.add(last ? replaced(node, 2, List.of(ByteString.copyFromUtf8("fast_state"))) : bytes);
        }
        Message loop = new Message().text(1, "body").message(6, body()).number(20, 5);
        Stream.of(
                        node("ReduceMax", List.of("source_lengths"), "slow_length", attribute("keepdims", 0)),
                        node("Cast", List.of("slow_length"), "slow_long", attribute("to", INT64)),
                        node("Mul", List.of("slow_long", "slow_long"), "slow_square"),
                        node("Mul", List.of("slow_square", "slow_square"), "slow_trips"),
                        node("Cast", List.of("slow_trips"), "slow_begin", attribute("to", FLOAT)),
                        node("Loop", List.of("slow_trips", "", "slow_begin"), "slow_end", loop),
                        node("Sub", List.of("slow_end", "slow_begin"), "slow_zero"),
                        node("Add", List.of("fast_state", "slow_zero"), STATE.toStringUtf8()))
                .map(Message::bytes)
                .forEach(nodes::add);
        return replaced(graph, 1, nodes);
    }

    private static ByteString replaced(UnknownFieldSet message, int field, List<ByteString> values) {
        UnknownFieldSet.Field.Builder replacement = UnknownFieldSet.Field.newBuilder();
        values.forEach(replacement::addLengthDelimited);
        return message.toBuilder()
                .clearField(field)
                .addField(field, replacement.build())
                .build()
                .toByteString();
    }

    private static Message body() {
        return new Message()
                .message(1, node("Identity", List.of("slow_more"), "slow_more_next"))
                .message(1, node("Identity", List.of("slow_state"), "slow_state_next"))
                .text(2, "slow_body")
                .message(11, scalar("slow_trip", INT64))
                .message(11, scalar("slow_more", BOOL))
                .message(11, scalar("slow_state", FLOAT))
                .message(12, scalar("slow_more_next", BOOL))
                .message(12, scalar("slow_state_next", FLOAT));
    }

    private static Message node(String operator, List<String> inputs, String output, Message... attributes) {
        Message node = new Message();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(4, operator);
        for (Message attribute : attributes) {
            node.message(5, attribute);
        }
        return node;
    }

    private static Message attribute(String name, int value) {
        return new Message().text(1, name).number(3, value).number(20, 2);
    }

    private static Message scalar(String name, int type) {
        Message tensor = new Message().number(1, type).message(2, new Message());
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** A message of ONNX's protocol buffers, by the numbers of its fields. */
    private static final class Message {
        private final UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();

        Message text(int field, String value) {
            fields.mergeLengthDelimitedField(field, ByteString.copyFromUtf8(value));
            return this;
        }

        Message number(int field, int value) {
            fields.mergeVarintField(field, value);
            return this;
        }

        Message message(int field, Message value) {
            fields.mergeLengthDelimitedField(field, value.bytes());
            return this;
        }

        ByteString bytes() {
            return fields.build().toByteString();
        }
    }
}
