package io.dragoman.engine.onnx;

import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.ModelException;
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
        String layout = bundle.manifest().layout();
        if (!layout.equals(RnnStepModel.LAYOUT)) {
            throw new ModelException("bundle %s: found layout %s, expected %s; use a matching release"
                    .formatted(bundle.folder(), layout, RnnStepModel.LAYOUT));
        }
        return RnnStepModel.load(bundle, new Sessions(device, intraOpThreads));
    }
}
