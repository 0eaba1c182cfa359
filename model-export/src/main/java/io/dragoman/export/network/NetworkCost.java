package io.dragoman.export.network;

/**
 * Multiply-adds of one decoder step of the exported graphs, a row: what a generated token costs, the encoder apart.
 * Products with a token's embedding are looked up and cost nothing; keys and values are projected once a source.
 *
 * <p>With G gates, H hidden, E embedding, V vocabulary, S source tokens and L layers:
 *
 * <pre>
 * cells      L·G·H·H + (L-1)·G·H·H             recurrent products, inputs of the layers above the first
 * feeding    G·H·E                             input feeding only
 * attention  none 0 | dot, general S·H + S·E | concat H·H + S·H + S·E | bahdanau H·H + S·H + S·(G·H + E)
 * combine    E·H
 * copying    S·H + 2·S + H + V                 scores, gate and mixture
 * coverage   dot, general, copying H + 2·S | concat, bahdanau S·H + S
 * output     V·E
 * </pre>
 *
 * @param cells recurrent layers, feeding included
 * @param attention scores and weighted sums
 * @param combine the combined vector
 * @param output the vocabulary
 * @param copying pointer and mixture, 0 without copying
 * @param coverage what attention reads of its own past, and the sum that it becomes, 0 where it reads none
 */
public record NetworkCost(long cells, long attention, long combine, long output, long copying, long coverage) {

    /** @param source source tokens S */
    public static NetworkCost ofStep(NetworkShape shape, int source) {
        NetworkOptions options = shape.options();
        long hidden = shape.decoderHidden();
        long embedding = shape.embedding();
        long gated = options.cell().gates() * hidden;
        long cells = gated * hidden * (2L * options.decoderLayers() - 1);
        if (options.inputFeeding()) {
            cells += gated * embedding;
        }
        long values = embedding + (options.contextFed() ? gated : 0);
        long attention = options.attends() ? source * (hidden + values) : 0;
        if (options.attention().additive()) {
            attention += hidden * hidden;
        }
        long copying = options.copying() ? source * (hidden + 2) + hidden + shape.vocabulary() : 0;
        return new NetworkCost(
                cells, attention, embedding * hidden, shape.vocabulary() * embedding, copying, coverage(shape, source));
    }

    private static long coverage(NetworkShape shape, int source) {
        NetworkOptions options = shape.options();
        long hidden = shape.decoderHidden();
        if (!options.coverageAttention()) {
            return 0;
        }
        return options.coverageInSums() ? source * (hidden + 1) : hidden + 2L * source;
    }

    public long total() {
        return cells + attention + combine + output + copying + coverage;
    }

    /** One line for a person. */
    public String describe() {
        return "%,d multiply-adds a token: cells %,d, attention %,d, combination %,d, output %,d%s%s"
                .formatted(
                        total(),
                        cells,
                        attention,
                        combine,
                        output,
                        copying == 0 ? "" : ", copying %,d".formatted(copying),
                        coverage == 0 ? "" : ", coverage %,d".formatted(coverage));
    }
}
