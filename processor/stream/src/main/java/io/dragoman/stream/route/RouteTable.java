package io.dragoman.stream.route;

import io.dragoman.engine.ModelIdentity;
import io.dragoman.event.SourceText;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects the model of a record: its model name wins; else every wish it states (task, languages) must be met, and exactly one model may meet
 * them. A language without a region is met by that language with one, and the other way round.
 *
 * <p>Threading: immutable.
 */
public final class RouteTable {
    private final List<Route> routes;

    /**
     * @param routes at least one, names distinct
     * @throws IllegalArgumentException if there is none or a name is used twice
     */
    public RouteTable(List<Route> routes) {
        Set<String> names = new HashSet<>();
        for (Route route : routes) {
            if (!names.add(route.model().name())) {
                throw new IllegalArgumentException(
                        "Two bundles have the model name '" + route.model().name()
                                + "'; expected distinct names, because records select a model by its name");
            }
        }
        if (routes.isEmpty()) {
            throw new IllegalArgumentException("Found no model, expected at least one");
        }
        this.routes = List.copyOf(routes);
    }

    /** All routes in the order of the configuration. */
    public List<Route> routes() {
        return routes;
    }

    /** Selects the route of a record. */
    public Selection select(SourceText source) {
        String name = source.getModel();
        if (name != null) {
            return routes.stream()
                    .filter(route -> route.model().name().equals(name))
                    .findFirst()
                    .<Selection>map(Selection.Selected::new)
                    .orElseGet(() -> new Selection.Unknown("found model '" + name + "', expected one of " + offered()));
        }
        List<Route> meeting =
                routes.stream().filter(route -> meets(route.model(), source)).toList();
        if (meeting.size() == 1) {
            return new Selection.Selected(meeting.getFirst());
        }
        return new Selection.Unknown("found task=" + source.getTask() + ", sourceLanguage=" + source.getSourceLanguage()
                + ", targetLanguage=" + source.getTargetLanguage() + ", which " + meeting.size()
                + " models meet; expected exactly one of " + offered());
    }

    private static boolean meets(ModelIdentity model, SourceText source) {
        String task = source.getTask();
        return (task == null || task.equalsIgnoreCase(model.task()))
                && languageMeets(source.getSourceLanguage(), model.sourceLanguage())
                && languageMeets(source.getTargetLanguage(), model.targetLanguage());
    }

    private static boolean languageMeets(@Nullable String wish, @Nullable String offer) {
        if (wish == null) {
            return true;
        }
        if (offer == null) {
            return false;
        }
        String a = wish.toLowerCase(Locale.ROOT).replace('_', '-');
        String b = offer.toLowerCase(Locale.ROOT).replace('_', '-');
        return a.equals(b) || a.startsWith(b + "-") || b.startsWith(a + "-");
    }

    private static String languages(ModelIdentity model) {
        return model.sourceLanguage() == null && model.targetLanguage() == null
                ? ""
                : " " + model.sourceLanguage() + "-" + model.targetLanguage();
    }

    private List<String> offered() {
        return routes.stream()
                .map(route -> route.model().name() + " (" + route.model().task() + languages(route.model()) + ")")
                .toList();
    }
}
