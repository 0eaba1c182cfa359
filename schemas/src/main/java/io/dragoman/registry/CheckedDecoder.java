package io.dragoman.registry;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.InvalidNumberEncodingException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro binary from a byte array nobody vouches for. Every length is held against the bytes that are left before memory
 * is taken; all blocks together hold at most as many items as the message has bytes, plus an allowance for items that
 * take none. Avro's own decoder takes up to 2 GiB on the word of five bytes.
 */
final class CheckedDecoder extends Decoder {
    private static final long ITEM_ALLOWANCE = 65_536;

    private final byte[] data;
    private int position;
    private long itemsLeft;

    /**
     * Decodes {@code data} from an offset to its end.
     *
     * @param offset in bytes
     */
    CheckedDecoder(byte[] data, int offset) {
        this.data = data;
        this.position = offset;
        this.itemsLeft = data.length - offset + ITEM_ALLOWANCE;
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        return next() == 1;
    }

    @Override
    public int readInt() throws IOException {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int b = next();
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new InvalidNumberEncodingException("Invalid int encoding");
    }

    @Override
    public long readLong() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int b = next();
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new InvalidNumberEncodingException("Invalid long encoding");
    }

    @Override
    public float readFloat() throws IOException {
        return Float.intBitsToFloat((int) littleEndian(Float.BYTES));
    }

    @Override
    public double readDouble() throws IOException {
        return Double.longBitsToDouble(littleEndian(Double.BYTES));
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        int start = take(readLong());
        return new Utf8(Arrays.copyOfRange(data, start, position));
    }

    @Override
    public String readString() throws IOException {
        int start = take(readLong());
        return new String(data, start, position - start, StandardCharsets.UTF_8);
    }

    @Override
    public void skipString() throws IOException {
        var unused = take(readLong());
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        int start = take(readLong());
        return ByteBuffer.wrap(Arrays.copyOfRange(data, start, position));
    }

    @Override
    public void skipBytes() throws IOException {
        skipString();
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        System.arraycopy(data, take(length), bytes, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        var unused = take(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return readBlock();
    }

    @Override
    public long arrayNext() throws IOException {
        return readBlock();
    }

    @Override
    public long skipArray() throws IOException {
        return skipBlocks();
    }

    @Override
    public long readMapStart() throws IOException {
        return readBlock();
    }

    @Override
    public long mapNext() throws IOException {
        return readBlock();
    }

    @Override
    public long skipMap() throws IOException {
        return skipBlocks();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    private long readBlock() throws IOException {
        long count = readLong();
        if (count < 0) {
            readLong(); // the size in bytes, for skipping only
            count = -count;
        }
        return counted(count);
    }

    /** Skips blocks that state their size; returns the item count of the first one that does not. */
    private long skipBlocks() throws IOException {
        long count = readLong();
        while (count < 0) {
            var unused = take(readLong());
            count = readLong();
        }
        return counted(count);
    }

    private long counted(long count) throws IOException {
        if (count < 0 || count > itemsLeft) {
            throw new IOException("found a block of " + count + " items, expected at most " + itemsLeft);
        }
        itemsLeft -= count;
        return count;
    }

    private long littleEndian(int bytes) throws IOException {
        int start = take(bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (data[start + i] & 0xffL) << (8 * i);
        }
        return value;
    }

    private byte next() throws IOException {
        return data[take(1)];
    }

    /** Moves past {@code length} bytes and returns where they begin. */
    private int take(long length) throws IOException {
        int left = data.length - position;
        if (length < 0) {
            throw new IOException("found length " + length + ", expected 0 or more");
        }
        if (length > left) {
            throw new EOFException("found " + left + " bytes left, expected " + length);
        }
        int start = position;
        position += (int) length;
        return start;
    }
}
