package io.dragoman.registry;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a message names its schema: five bytes in front, 0 and the id as a big-endian int32; or, as newer serializers can
 * be told to, a header with the same five bytes or 1 and a 16-byte GUID, and nothing in front.
 */
final class WireFormat {
    static final byte MAGIC = 0;
    private static final byte GUID_MAGIC = 1;
    private static final int GUID_LENGTH = 1 + 2 * Long.BYTES;
    static final int PREFIX_LENGTH = 1 + Integer.BYTES;

    /** What a message says of its schema. */
    sealed interface SchemaKey {}

    /** The id within one registry. */
    record SchemaId(int id) implements SchemaKey {
        @Override
        public String toString() {
            return "schema id " + id;
        }
    }

    /** The id across registries. */
    record SchemaGuid(UUID guid) implements SchemaKey {
        @Override
        public String toString() {
            return "schema GUID " + guid;
        }
    }

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
        int id = ByteBuffer.wrap(message, 1, Integer.BYTES).getInt();
        if (id < 0) { // Registries answer the question for such an id in their own ways, some as if they were broken.
            throw new UndecodableRecordException("found schema id " + id + ", expected 0 or more");
        }
        return id;
    }

    /** The header that may name the schema. */
    static String schemaIdHeader(boolean isKey) {
        return isKey ? "__key_schema_id" : "__value_schema_id";
    }

    /**
     * What that header says.
     *
     * @throws UndecodableRecordException when it says nothing that makes sense
     */
    static SchemaKey schemaKey(String header, byte @Nullable [] value) {
        int length = value == null ? 0 : value.length;
        if (value != null && length == PREFIX_LENGTH && value[0] == MAGIC) {
            return new SchemaId(ByteBuffer.wrap(value, 1, Integer.BYTES).getInt());
        }
        if (value != null && length == GUID_LENGTH && value[0] == GUID_MAGIC) {
            ByteBuffer guid = ByteBuffer.wrap(value, 1, 2 * Long.BYTES);
            return new SchemaGuid(new UUID(guid.getLong(), guid.getLong()));
        }
        throw new UndecodableRecordException("header " + header + ": found " + length
                + " bytes, expected 0x00 and a schema id (5) or 0x01 and a schema GUID (17)");
    }
}
