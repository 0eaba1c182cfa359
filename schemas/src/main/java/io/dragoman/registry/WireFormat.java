package io.dragoman.registry;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The five bytes in front of each message: 0, then the schema id as a big-endian int32. */
final class WireFormat {
    static final byte MAGIC = 0;
    static final int PREFIX_LENGTH = 1 + Integer.BYTES;

    private WireFormat() {}

    static void writePrefix(ByteArrayOutputStream out, int id) {
        out.write(MAGIC);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
    }

    /**
     * The schema id of a message.
     *
     * @throws UndecodableRecordException when the message is too short or begins otherwise
     */
    static int schemaId(byte[] message) {
        if (message.length > 0 && message[0] != MAGIC) {
            throw new UndecodableRecordException(
                    String.format("found magic byte 0x%02x, expected 0x00: not the Confluent wire format", message[0]));
        }
        if (message.length < PREFIX_LENGTH) {
            throw new UndecodableRecordException(
                    "found " + message.length + " bytes, expected at least " + PREFIX_LENGTH);
        }
        return ByteBuffer.wrap(message, 1, Integer.BYTES).getInt();
    }

    /** Where newer serializers put the schema's GUID instead of a prefix. */
    static String schemaIdHeader(boolean isKey) {
        return isKey ? "__key_schema_id" : "__value_schema_id";
    }
}
