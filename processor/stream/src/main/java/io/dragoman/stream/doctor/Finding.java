package io.dragoman.stream.doctor;

/**
 * What was found of one thing.
 *
 * @param subject the thing, such as {@code topic sentences}
 * @param found what it is like
 * @param advice what to do; empty where nothing is to be done
 */
public record Finding(String subject, Verdict verdict, String found, String advice) {
    /** How well a thing is, the worst last. */
    public enum Verdict {
        /** As it should be. */
        OK,
        /** Could not be looked at, because of something above or because the right to look is missing. */
        SKIPPED,
        /** Works, but not as people would want in production. */
        WARNING,
        /** The application would not start or would lose its way. */
        FAILED
    }

    static Finding ok(String subject, String found) {
        return new Finding(subject, Verdict.OK, found, "");
    }

    static Finding skipped(String subject, String found) {
        return new Finding(subject, Verdict.SKIPPED, found, "");
    }

    static Finding warning(String subject, String found, String advice) {
        return new Finding(subject, Verdict.WARNING, found, advice);
    }

    static Finding failed(String subject, String found, String advice) {
        return new Finding(subject, Verdict.FAILED, found, advice);
    }
}
