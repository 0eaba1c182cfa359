package io.dragoman.export.cli;

import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.CellKind;
import io.dragoman.export.network.EncoderDirection;
import io.dragoman.export.network.InitialState;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.Tying;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options of {@code train} that say what is trained. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class NetworkChoice {
    @Option(
            names = "--vocabulary",
            defaultValue = "6000",
            description = "pieces of the joint vocabulary; for words and characters the most there may be")
    private int vocabulary;

    @Option(names = "--embedding", defaultValue = "256", description = "width of embeddings")
    private int embedding;

    @Option(names = "--encoder-hidden", defaultValue = "256", description = "hidden size of each encoder direction")
    private int encoderHidden;

    @Option(names = "--decoder-hidden", defaultValue = "512", description = "hidden size of the decoder")
    private int decoderHidden;

    @Option(names = "--cell", defaultValue = "gru", description = "recurrent cell: ${COMPLETION-CANDIDATES}")
    private CellKind cell;

    @Option(
            names = "--encoder-layers",
            defaultValue = "1",
            description = "1 to 4; layers above the first add their input to their output")
    private int encoderLayers;

    @Option(names = "--decoder-layers", defaultValue = "1", description = "1 to 4, likewise")
    private int decoderLayers;

    @Option(
            names = "--encoder-direction",
            defaultValue = "bidirectional",
            description = "how the encoder reads: ${COMPLETION-CANDIDATES} (reversed: last token first)")
    private EncoderDirection direction;

    @Option(
            names = "--attention",
            defaultValue = "luong-general",
            description = "${COMPLETION-CANDIDATES}. none: a fixed vector, for short sequences; bahdanau feeds its"
                    + " context to the cell and costs most; luong-dot needs encoder outputs as wide as the decoder")
    private AttentionKind attention;

    @Option(
            names = "--input-feeding",
            description = "feed each step's combined vector to the next step (luong-*); training goes step by step")
    private boolean inputFeeding;

    @Option(
            names = "--initial-state",
            defaultValue = "bridge",
            description = "where the decoder starts: ${COMPLETION-CANDIDATES} (last: the encoder's own last state;"
                    + " bridge: tanh of a learned projection of it)")
    private InitialState initialState;

    @Option(
            names = "--tying",
            defaultValue = "three-way",
            description = "vocabulary tables that are one: ${COMPLETION-CANDIDATES} (three-way: source, target and"
                    + " output; two-way: target and output)")
    private Tying tying;

    @Option(
            names = "--copying",
            description = "a step may copy a token of the source (pointer-generator): summaries, names, numbers; needs"
                    + " an attention")
    private boolean copying;

    @Option(
            names = "--coverage-attention",
            description = "attention reads how much of it each source position had already (with --copying the"
                    + " pointer does); against repetition, with the loss --coverage, which alone only costs"
                    + " repetition; needs an attention")
    private boolean coverageAttention;

    /** @throws CommandLine.ParameterException that names every combination that cannot be built */
    NetworkShape shape(CommandLine commandLine) {
        NetworkOptions options = new NetworkOptions(
                cell,
                encoderLayers,
                decoderLayers,
                direction,
                attention,
                inputFeeding,
                initialState,
                tying,
                copying,
                coverageAttention);
        try {
            return new NetworkShape(vocabulary, embedding, encoderHidden, decoderHidden, options);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(commandLine, String.valueOf(e.getMessage()), e);
        }
    }
}
