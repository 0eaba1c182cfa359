package io.dragoman.engine.search;

import java.util.HashSet;
import java.util.Set;

/** Tokens that would repeat what a hypothesis has said: blocking them ends loops (Paulus et al. 2018). */
final class RepeatedNgrams {
    private RepeatedNgrams() {}

    /**
     * The tokens that would make the last n tokens a sequence the prefix already holds; eos never is one.
     *
     * @param n 0 forbids nothing
     */
    static Set<Integer> after(Prefix prefix, int n) {
        if (n == 0 || prefix.length() < n) {
            return Set.of();
        }
        int[] said = prefix.tokens();
        int tail = said.length - n + 1; // the last n - 1 begin here
        Set<Integer> forbidden = new HashSet<>();
        for (int start = 0; start < tail; start++) {
            int same = 0;
            while (same < n - 1 && said[start + same] == said[tail + same]) {
                same++;
            }
            if (same == n - 1) {
                forbidden.add(said[start + n - 1]);
            }
        }
        return forbidden;
    }
}
