package io.dragoman.engine;

import io.dragoman.engine.bundle.BundleManifest;
import io.dragoman.engine.model.DecoderLoop;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.ModelException;
import io.dragoman.engine.model.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a bundle's decoder loops: what is judged word by word, or has one step, is searched from outside the graph.
 *
 * @param loop STEPS; GRAPH where that is asked for; AUTO where the graph is wanted if it can be made
 * @param obstacle what keeps a loop out of the graph that is wanted there
 */
record LoopChoice(DecoderLoop loop, Optional<String> obstacle) {
    private static final Logger LOG = LoggerFactory.getLogger(LoopChoice.class);

    /** @throws ModelException where the graph is asked for and the bundle's search cannot run in it */
    static LoopChoice of(BundleManifest bundle, DecoderLoop wanted, Device used) {
        String obstacles = String.join(" and ", obstacles(bundle));
        if (wanted == DecoderLoop.GRAPH && !obstacles.isEmpty()) {
            throw new ModelException(
                    "bundle %s: found %s, which the decoder's loop in a graph cannot do; expected loop auto or steps"
                            .formatted(bundle.name(), obstacles));
        }
        if (wanted == DecoderLoop.GRAPH) {
            return new LoopChoice(DecoderLoop.GRAPH, Optional.empty());
        }
        if (wanted == DecoderLoop.STEPS || used.kind() != Device.Kind.CUDA) {
            return new LoopChoice(DecoderLoop.STEPS, Optional.empty());
        }
        if (obstacles.isEmpty()) {
            return new LoopChoice(DecoderLoop.AUTO, Optional.empty());
        }
        LOG.warn(
                "bundle {}: found {}, which the decoder's loop in a graph cannot do: its state is copied to and from {} at every token",
                bundle.name(),
                obstacles,
                used);
        return new LoopChoice(DecoderLoop.STEPS, Optional.of(obstacles));
    }

    /** @param graph whether the model has the graph that holds the loop */
    Placement of(Placement placed, boolean graph) {
        if (graph) {
            return placed.looping(DecoderLoop.GRAPH, Optional.empty());
        }
        return placed.looping(
                DecoderLoop.STEPS, loop == DecoderLoop.AUTO ? Optional.of("graphs that cannot be made one") : obstacle);
    }

    private static List<String> obstacles(BundleManifest bundle) {
        List<String> obstacles = new ArrayList<>();
        if (bundle.labels() != null) {
            obstacles.add("labels");
        }
        if (bundle.decoding().lexicon() != null) {
            obstacles.add("a lexicon");
        }
        return obstacles;
    }
}
