package io.dragoman.engine.benchmark;

/**
 * Something that is run again and again: the same sentences each time.
 *
 * @param name what is run
 * @param beamSize 1 is greedy search
 * @param batch sentences together
 * @param run does all of it once
 */
record Work(String name, int beamSize, int batch, Run run) {
    /** Does the work once and counts what it did. */
    interface Run {
        Counts once();
    }

    /**
     * What was done.
     *
     * @param targetTokens decoding steps of a sentence, the end token included; with a beam still once
     */
    record Counts(int sentences, long sourceTokens, long targetTokens) {
        Counts plus(Counts more) {
            return new Counts(
                    sentences + more.sentences, sourceTokens + more.sourceTokens, targetTokens + more.targetTokens);
        }
    }

    String label() {
        return "%-5s %s batch %2d".formatted(name, beamSize == 1 ? "greedy" : "beam " + beamSize, batch);
    }
}
