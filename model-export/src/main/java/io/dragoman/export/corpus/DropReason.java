package io.dragoman.export.corpus;

/** Why a line of the data is not used. */
public enum DropReason {
    NOT_UTF8("not valid UTF-8", "convert the file, for example with iconv -f WINDOWS-1252 -t UTF-8"),
    MISSING_COLUMN(
            "fewer columns than asked for",
            "one tab stands between columns, which count from 0: see --source-column and --target-column"),
    EMPTY_SIDE("source or target empty after normalisation", "a side without text teaches nothing"),
    TOO_LONG("longer than the limit", "see --max-characters"),
    LENGTH_RATIO("lengths too different", "are the two sides in step? See --max-ratio");

    private final String meaning;
    private final String advice;

    DropReason(String meaning, String advice) {
        this.meaning = meaning;
        this.advice = advice;
    }

    public String meaning() {
        return meaning;
    }

    /** What a person may do about it. */
    public String advice() {
        return advice;
    }
}
