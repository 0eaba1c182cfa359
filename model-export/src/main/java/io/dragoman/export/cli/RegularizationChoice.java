package io.dragoman.export.cli;

import io.dragoman.export.training.Regularization;
import io.dragoman.export.training.ScheduledSampling;
import picocli.CommandLine.Option;

/** The options of {@code train} against overfitting, beside dropout and label smoothing. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RegularizationChoice {
    @Option(
            names = "--bpe-dropout",
            defaultValue = "0",
            description = "share of joins left out when words are cut into pieces, anew in every epoch; not with"
                    + " --copying, which needs equal pieces on both sides")
    private double bpeDropout;

    @Option(
            names = "--word-dropout",
            defaultValue = "0",
            description = "share of tokens fed whose embedding is zeroed whole; what is copied stays whole")
    private double wordDropout;

    @Option(names = "--layer-dropout", defaultValue = "0", description = "dropout between recurrent layers")
    private double layerDropout;

    @Option(
            names = "--recurrent-dropout",
            defaultValue = "0",
            description = "dropout of recurrent weights, one mask a batch")
    private double recurrentDropout;

    @Option(
            names = "--weight-decay",
            defaultValue = "0",
            description = "share of each weight matrix taken off at an update, times the learning rate")
    private double weightDecay;

    @Option(
            names = "--coverage",
            defaultValue = "0",
            description = "weight of the coverage loss: reading a source position twice costs; against repetition")
    private double coverage;

    @Option(
            names = "--scheduled-sampling",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "share of the tokens fed to the decoder that are its own by the last update, in two passes (one"
                            + " more pass forward an update)")
    private double sampling;

    @Option(
            names = "--sampling-schedule",
            defaultValue = "inverse-sigmoid",
            description = "how that share rises: ${COMPLETION-CANDIDATES}")
    private ScheduledSampling.Schedule samplingSchedule;

    Regularization chosen() {
        return new Regularization(
                bpeDropout,
                wordDropout,
                layerDropout,
                recurrentDropout,
                weightDecay,
                coverage,
                new ScheduledSampling(sampling, samplingSchedule));
    }
}
