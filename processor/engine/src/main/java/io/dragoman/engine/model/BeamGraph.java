package io.dragoman.engine.model;

import java.time.Duration;
import java.util.Optional;

/**
 * A network whose graph holds the beam search: one run from sources to its trace, and no state of the decoder leaves the
 * device meanwhile. Threading: as its {@link Seq2SeqModel}.
 */
public interface BeamGraph {
    /** No hypothesis that it finds holds a sequence of so many tokens twice; 0: they may. */
    int blockedNgram();

    /**
     * @return empty where the run took longer than {@code limit} and was ended
     * @throws ModelException where the runtime fails
     */
    Optional<BeamTrace> run(BeamTask task, Duration limit);
}
