package io.dragoman.export.onnx;

/** Exported graphs do not compute what the network computes; nothing may be written from them. */
public final class ParityException extends RuntimeException {
    public ParityException(String message) {
        super(message);
    }
}
