package io.dragoman.stream.route;

/** Whether a record's wishes name one of the models. */
public sealed interface Selection {
    /** @param route the model that serves it */
    record Selected(Route route) implements Selection {}

    /** @param message what was asked for and what there is */
    record Unknown(String message) implements Selection {}
}
