package io.dragoman.export.corpus;

/** Why a line of the data is not used. */
public enum DropReason {
    NOT_UTF8("not valid UTF-8"),
    MISSING_COLUMN("fewer columns than asked for"),
    EMPTY_SIDE("source or target empty after normalisation"),
    TOO_LONG("longer than the limit"),
    LENGTH_RATIO("lengths too different");

    private final String meaning;

    DropReason(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
