package io.dragoman.engine.onnx;

import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.model.DecoderLoop;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.GpuMemory;
import io.dragoman.engine.model.ModelException;
import io.dragoman.engine.model.Placement;
import io.dragoman.engine.model.Seq2SeqModel;

/** From a bundle's layout to its adapter. */
public final class OnnxModels {
    private OnnxModels() {}

    /**
     * Creates the sessions and checks every graph against {@code bundle.json}.
     *
     * @throws ModelException where the layout is unknown, a graph is not as described, or the device cannot be used
     */
    public static Seq2SeqModel load(ModelBundle bundle, Device device, int intraOpThreads) {
        return load(bundle, place(device), GpuMemory.DEFAULT, intraOpThreads, DecoderLoop.STEPS);
    }

    /**
     * Where a model would run.
     *
     * @throws ModelException where the device cannot be used
     */
    public static Placement place(Device device) {
        return Placements.of(device);
    }

    /**
     * Refuses a device that files show to be of no use: quick, for before all else.
     *
     * @throws ModelException where {@link #place} would throw for want of a library
     */
    public static void refuseEarly(Device device) {
        Placements.refuseEarly(device);
    }

    /**
     * As {@link #load(ModelBundle, Device, int)}, on a device that was asked before.
     *
     * @param loop GRAPH to search in a graph, too, AUTO to do so where the bundle's graphs can be made one
     */
    public static Seq2SeqModel load(
            ModelBundle bundle, Placement placement, GpuMemory memory, int intraOpThreads, DecoderLoop loop) {
        String layout = bundle.manifest().layout();
        if (!layout.equals(RnnStepModel.LAYOUT)) {
            throw new ModelException("bundle %s: found layout %s, expected %s; use a matching release"
                    .formatted(bundle.folder(), layout, RnnStepModel.LAYOUT));
        }
        return RnnStepModel.load(bundle, new Sessions(placement.used(), memory, intraOpThreads), loop);
    }
}
