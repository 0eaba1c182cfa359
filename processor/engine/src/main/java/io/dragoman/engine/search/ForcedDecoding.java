package io.dragoman.engine.search;

import io.dragoman.engine.model.DecoderState;
import io.dragoman.engine.model.ForcedStep;
import io.dragoman.engine.model.Seq2SeqModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes a model say given targets, and keeps what it thought and where it looked at every token. */
public final class ForcedDecoding {
    private ForcedDecoding() {}

    /**
     * One target.
     *
     * @param logProbs natural, (target length)
     * @param attention (target length, source length); no row where the model tells none
     */
    public record Path(float[] logProbs, float[][] attention) {
        /** Added up in the order of search, so that equal tokens have an equal sum. */
        public double logProb() {
            double sum = 0;
            for (float logProb : logProbs) {
                sum += logProb;
            }
            return sum;
        }
    }

    /**
     * Decodes all targets of one source together.
     *
     * @param source ids, end of sentence included
     * @param targets (targets, own length of 1 or more), eos included where a target ends by it
     * @throws DeadlineExceededException where it takes longer than it may
     */
    public static List<Path> decode(Seq2SeqModel model, int[] source, int bos, List<int[]> targets, Deadline deadline) {
        List<Path> paths = new ArrayList<>();
        int longest = 0;
        for (int[] target : targets) {
            paths.add(new Path(new float[target.length], new float[target.length][]));
            longest = Math.max(longest, target.length);
        }
        boolean attends = false;
        try (DecoderState state = model.encode(new int[][] {source})) {
            state.select(new int[targets.size()]);
            int[] newest = new int[targets.size()];
            Arrays.fill(newest, bos);
            for (int at = 0; at < longest; at++) {
                deadline.check(at);
                int[] next = new int[targets.size()];
                for (int row = 0; row < next.length; row++) {
                    int[] target = targets.get(row);
                    next[row] = target[Math.min(at, target.length - 1)]; // a target that ended idles
                }
                ForcedStep step = model.force(state, newest, next);
                attends = step.attention().length > 0;
                keep(step, at, paths, source.length);
                newest = next;
            }
        }
        return attends
                ? paths
                : paths.stream()
                        .map(p -> new Path(p.logProbs(), new float[0][]))
                        .toList();
    }

    private static void keep(ForcedStep step, int at, List<Path> paths, int sourceLength) {
        for (int row = 0; row < paths.size(); row++) {
            Path path = paths.get(row);
            if (at < path.logProbs().length) {
                path.logProbs()[at] = step.logProbs()[row];
                if (step.attention().length > 0) {
                    path.attention()[at] = Arrays.copyOf(step.attention()[row], sourceLength);
                }
            }
        }
    }
}
