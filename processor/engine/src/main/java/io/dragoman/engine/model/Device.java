package io.dragoman.engine.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a model is to run.
 *
 * @param index of the GPU, from 0; 0 for the CPU
 */
public record Device(Kind kind, int index) {
    /** What is asked for. */
    public enum Kind {
        /** CUDA where it can be used, else the CPU. */
        AUTO,
        CPU,
        /** CUDA, and a refusal to load where it cannot be used. */
        CUDA
    }

    public static final Device AUTO = new Device(Kind.AUTO, 0);
    public static final Device CPU = new Device(Kind.CPU, 0);
    /** The first GPU. */
    public static final Device CUDA = new Device(Kind.CUDA, 0);

    private static final Pattern FORM = Pattern.compile("(auto|cpu|cuda)(?::(\\d{1,3}))?");

    /** @throws IllegalArgumentException unless the text is {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N} */
    public static Device of(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches() || (form.group(2) != null && !form.group(1).equals("cuda"))) {
            throw new IllegalArgumentException("found device " + text + ", expected auto, cpu, cuda or cuda:N");
        }
        return new Device(
                Kind.valueOf(form.group(1).toUpperCase(Locale.ROOT)),
                form.group(2) == null ? 0 : Integer.parseInt(form.group(2)));
    }

    /** As {@link #of} reads it. */
    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return kind == Kind.CUDA ? name + ":" + index : name;
    }
}
