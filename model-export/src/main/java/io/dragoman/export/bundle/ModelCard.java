package io.dragoman.export.bundle;

/** The Markdown that a bundle carries for people: what it is, what it was made from, what it is not for. */
public final class ModelCard {
    private ModelCard() {}

    /**
     * A card with one title.
     *
     * @param text Markdown; titles it begins with (lines with one {@code #}) give way to the bundle's own
     */
    public static String titled(String name, String version, String text) {
        String body = text.strip();
        while (body.startsWith("# ")) {
            int end = body.indexOf('\n');
            body = end < 0 ? "" : body.substring(end).strip();
        }
        return "# %s %s\n".formatted(name, version) + (body.isEmpty() ? "" : "\n" + body + "\n");
    }
}
