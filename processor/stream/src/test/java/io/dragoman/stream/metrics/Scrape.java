package io.dragoman.stream.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page in Prometheus's text format.
 *
 * @param samples value by series, as {@code name{label="value",...}}
 */
public record Scrape(Map<String, Double> samples) {
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    /** Reads a page. */
    public static Scrape parse(String page) {
        Map<String, Double> samples = new LinkedHashMap<>();
        page.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(line -> {
            int space = line.lastIndexOf(' ');
            String value = line.substring(space + 1).replace("Inf", "Infinity");
            samples.put(line.substring(0, space), Double.valueOf(value));
        });
        return new Scrape(samples);
    }

    /** Sum over the series of this name that have these labels, given as {@code name, value, name, value}; NaN if there is none. */
    public double sum(String name, String... labels) {
        double sum = Double.NaN;
        for (Map.Entry<String, Double> sample : samples.entrySet()) {
            String series = sample.getKey();
            if (name(series).equals(name) && has(series, labels)) {
                sum = Double.isNaN(sum) ? sample.getValue() : sum + sample.getValue();
            }
        }
        return sum;
    }

    /** All metric names. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        samples.keySet().forEach(series -> names.add(name(series)));
        return names;
    }

    private static String name(String series) {
        int brace = series.indexOf('{');
        return brace < 0 ? series : series.substring(0, brace);
    }

    private static boolean has(String series, String... labels) {
        Map<String, String> found = new LinkedHashMap<>();
        Matcher label = LABEL.matcher(series);
        while (label.find()) {
            found.put(label.group(1), label.group(2));
        }
        for (int i = 0; i < labels.length; i += 2) {
            if (!labels[i + 1].equals(found.get(labels[i]))) {
                return false;
            }
        }
        return true;
    }
}
