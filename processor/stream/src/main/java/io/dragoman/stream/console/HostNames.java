package io.dragoman.stream.console;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names under which the console answers. A page elsewhere can point a name of its own at this address and is then of the same origin to
 * a browser (DNS rebinding); its name is not among these. An address names nobody and localhost can be pointed nowhere.
 */
final class HostNames {
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]]+)(:\\d{1,5})?");
    private static final Pattern ADDRESS = Pattern.compile("\\[.+]|\\d{1,3}(\\.\\d{1,3}){3}");

    private final Set<String> names;

    HostNames(List<String> names) {
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** @param header a request's {@code Host} */
    boolean include(@Nullable String header) {
        if (header == null) {
            return false;
        }
        Matcher host = HOST.matcher(header.toLowerCase(Locale.ROOT));
        if (!host.matches()) {
            return false;
        }
        String name = host.group(1);
        return name.equals("localhost") || ADDRESS.matcher(name).matches() || names.contains(name);
    }
}
