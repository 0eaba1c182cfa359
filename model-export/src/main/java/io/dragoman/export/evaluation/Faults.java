package io.dragoman.export.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Outputs that betray a fault.
 *
 * @param trigramLoops outputs that hold one trigram of words three times or more
 * @param empties outputs without text
 * @param copies outputs equal to their source where no reference is
 * @param truncated outputs cut at the most tokens allowed
 * @param refused sources that the engine rejected or failed on
 */
public record Faults(int trigramLoops, int empties, int copies, int truncated, int refused) {
    private static final int LOOP = 3;

    static Faults of(TestSet test, SystemOutputs outputs) {
        int loops = 0;
        int empties = 0;
        int copies = 0;
        for (int i = 0; i < test.size(); i++) {
            String output = outputs.texts().get(i);
            loops += loops(output) ? 1 : 0;
            empties += output.isBlank() ? 1 : 0;
            copies += output.equals(test.sources().get(i))
                            && !test.references().get(i).contains(output)
                    ? 1
                    : 0;
        }
        return new Faults(loops, empties, copies, outputs.truncated(), outputs.refused());
    }

    static boolean loops(String text) {
        List<String> words = Words.of(text);
        Map<List<String>, Integer> counts = new HashMap<>();
        for (int i = 0; i + 3 <= words.size(); i++) {
            if (counts.merge(words.subList(i, i + 3), 1, Integer::sum) >= LOOP) {
                return true;
            }
        }
        return false;
    }
}
