package io.dragoman.engine.onnx;

import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says where the device of the first argument would run and whether a library of ONNX Runtime was loaded to find out. */
final class PlacementMain {
    private PlacementMain() {}

    public static void main(String[] arguments) throws Exception {
        try {
            System.out.println(OnnxModels.place(Device.of(arguments[0])));
        } catch (ModelException e) {
            System.out.println("refused: " + e.getMessage());
        }
        boolean loaded = Files.readString(Path.of("/proc/self/maps")).contains("onnxruntime");
        System.out.println("native libraries: " + (loaded ? "loaded" : "none"));
    }
}
