package io.dragoman.engine.graph;

import io.dragoman.engine.graph.GraphBuilder.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The part of {@link BeamSearchStep} that lets no hypothesis say n tokens twice. It carries {@code said} (B · K, n - 1 +
 * steps): n - 1 times {@link #NOTHING}, then what each row has said. Source: Paulus et al. 2018.
 *
 * @param n 1 or more
 * @param vocabulary tokens, so many candidates can be asked of a row and no more
 */
public record BlockedNgrams(int n, int vocabulary) {
    static final String SAID = "said";
    static final String NEXT_SAID = "next_said";

    private static final long NOTHING = -1; // no token's id

    /**
     * What may not be said next.
     *
     * @param tokens what each row has said, int64 (B · K, steps)
     * @param repeats whether what it said before that token is what it said last, so that the token would say all of it again
     */
    record Repeats(String tokens, String repeats) {}

    /** The first {@code said}, of rows as {@code tokens} (rows) has. */
    String begin(GraphBuilder graph, String tokens) {
        String column = graph.node("Unsqueeze", tokens, graph.axis(1));
        String zeros = graph.node("Mul", column, graph.constant("zero", new long[] {0}, 1));
        long[] nothing = LongStream.generate(() -> NOTHING).limit(n - 1L).toArray();
        return graph.node("Add", zeros, graph.constant("nothing", nothing, 1, n - 1L));
    }

    Repeats repeats(GraphBuilder body) {
        String one = body.constant("one", new long[] {1});
        String places = body.node("Range", body.constant("from", new long[] {0}), "iteration", one); // (steps)
        String tokens = said(body, body.node("Add", places, body.constant("last", new long[] {n - 1L}, 1)));
        String within = body.constant("within", LongStream.range(0, n - 1).toArray(), 1, n - 1L);
        String windows = said(body, body.node("Add", body.node("Unsqueeze", places, body.axis(1)), within));
        String newest = said(body, body.node("Add", "iteration", within)); // (B · K, 1, n - 1)
        String differ = body.sumOf(body.node("Not", body.node("Equal", windows, newest)), 2);
        return new Repeats(tokens, body.node("Equal", differ, body.constant("zero", new int[] {0}, 1)));
    }

    private static String said(GraphBuilder body, String places) {
        return body.node("Gather", List.of(SAID, places), Map.of("axis", 1L));
    }

    /** So many candidates that enough remain of a row when its repeats are taken away, int64 (1). */
    String candidates(GraphBuilder body, Repeats found, String wanted) {
        String most = body.node("ReduceMax", body.sumOf(found.repeats(), 1)); // of all rows, (1)
        String all = body.node("Add", wanted, body.cast(most, Type.INT64));
        return body.node("Min", all, body.constant("vocabulary", new long[] {vocabulary}, 1));
    }

    /** How often each candidate would be a repeat, int32 as {@code ids} (B · K, C). */
    String among(GraphBuilder body, Repeats found, String ids) {
        String same = body.node(
                "Equal",
                body.node("Unsqueeze", ids, body.axis(-1)),
                body.node("Unsqueeze", found.tokens(), body.axis(1)));
        return body.sumOf(body.node("And", same, body.node("Unsqueeze", found.repeats(), body.axis(1))), 2);
    }

    /** What the rows that go on have said, the newest token included. */
    void goOn(GraphBuilder body, String from, String tokens) {
        String before = body.node("Gather", SAID, from);
        body.node(
                "Concat", List.of(before, body.node("Unsqueeze", tokens, body.axis(1))), Map.of("axis", 1L), NEXT_SAID);
    }
}
