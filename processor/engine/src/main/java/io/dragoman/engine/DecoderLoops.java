package io.dragoman.engine;

import io.dragoman.engine.bundle.BundleManifest;
import io.dragoman.engine.model.DecoderLoop;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.ModelException;
import java.util.ArrayList;
import java.util.List;

/** Where a bundle's decoder may loop: what is judged word by word, or has one step, is searched from outside the graph. */
final class DecoderLoops {
    private DecoderLoops() {}

    /**
     * STEPS; GRAPH where that is asked for; AUTO where the graph is wanted if it can be made.
     *
     * @throws ModelException where the graph is asked for and the bundle's search cannot run in it
     */
    static DecoderLoop of(BundleManifest bundle, DecoderLoop wanted, Device used) {
        List<String> obstacles = obstacles(bundle);
        return switch (wanted) {
            case STEPS -> DecoderLoop.STEPS;
            case AUTO -> used.kind() == Device.Kind.CUDA && obstacles.isEmpty() ? DecoderLoop.AUTO : DecoderLoop.STEPS;
            case GRAPH -> {
                if (!obstacles.isEmpty()) {
                    throw new ModelException(
                            "bundle %s: found %s, which the decoder's loop in a graph cannot do; expected loop auto or steps"
                                    .formatted(bundle.name(), String.join(" and ", obstacles)));
                }
                yield DecoderLoop.GRAPH;
            }
        };
    }

    private static List<String> obstacles(BundleManifest bundle) {
        List<String> obstacles = new ArrayList<>();
        if (bundle.labels() != null) {
            obstacles.add("labels");
        }
        if (bundle.decoding().lexicon() != null) {
            obstacles.add("a lexicon");
        }
        if (bundle.decoding().blockedNgram() != null) {
            obstacles.add("a blocked n-gram");
        }
        return obstacles;
    }
}
