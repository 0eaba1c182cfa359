package io.dragoman.export.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What is searched, from a YAML file.
 *
 * @param budgetMinutes CPU minutes of training of all trials; a trial that has begun a rung ends it
 * @param rungs how often trials are compared; the last rung trains to the last epoch
 * @param keepOneIn of how many trials one goes on to the next rung
 * @param mostTrials trials begun, at most
 * @param seed of the draws
 * @param options of {@code train}, by their names with the dashes
 */
public record SearchSpace(
        double budgetMinutes, int rungs, int keepOneIn, int mostTrials, long seed, Map<String, Choice> options) {
    private static final Set<String> KEYS =
            Set.of("budget-minutes", "rungs", "keep-one-in", "most-trials", "seed", "options");

    public SearchSpace {
        options = new LinkedHashMap<>(options);
        List<String> problems = new ArrayList<>();
        require(problems, budgetMinutes > 0, "budget-minutes: found " + budgetMinutes + ", expected more than 0");
        require(problems, rungs >= 1 && rungs <= 10, "rungs: found " + rungs + ", expected 1 to 10");
        require(problems, keepOneIn >= 2, "keep-one-in: found " + keepOneIn + ", expected at least 2");
        require(problems, mostTrials >= 1, "most-trials: found " + mostTrials + ", expected at least 1");
        require(problems, !options.isEmpty(), "options: found none, expected at least one");
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    private static void require(List<String> problems, boolean holds, String otherwise) {
        if (!holds) {
            problems.add(otherwise);
        }
    }

    /** @throws IllegalArgumentException one message that names every problem */
    public static SearchSpace read(Path file) throws IOException {
        JsonNode root = new YAMLMapper().readTree(file.toFile());
        List<String> problems = new ArrayList<>();
        fields(root)
                .filter(key -> !KEYS.contains(key))
                .forEach(key -> problems.add("found unknown key " + key + ", expected one of "
                        + KEYS.stream().sorted().toList()));
        Map<String, Choice> options = new LinkedHashMap<>();
        fields(root.path("options")).forEach(name -> {
            try {
                options.put(name, choice(root.path("options").get(name)));
            } catch (IllegalArgumentException e) {
                problems.add(name + ": " + e.getMessage());
            }
        });
        require(problems, root.path("budget-minutes").isNumber(), "budget-minutes: expected a number");
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(file + ": " + String.join("; ", problems));
        }
        try {
            return new SearchSpace(
                    root.path("budget-minutes").asDouble(),
                    root.path("rungs").asInt(3),
                    root.path("keep-one-in").asInt(3),
                    root.path("most-trials").asInt(1000),
                    root.path("seed").asLong(1),
                    options);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static Stream<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names.stream();
    }

    private static Choice choice(JsonNode node) {
        if (node.isArray()) {
            List<String> values = new ArrayList<>();
            node.forEach(value -> values.add(value.asText()));
            return new Choice.OneOf(values);
        }
        String scale = node.path("scale").asText("linear");
        if (node.path("from").isNumber()
                && node.path("to").isNumber()
                && Set.of("linear", "log").contains(scale)) {
            return new Choice.Range(
                    node.path("from").asDouble(), node.path("to").asDouble(), scale.equals("log"));
        }
        throw new IllegalArgumentException(
                "found " + node + ", expected a list of values or {from: NUMBER, to: NUMBER, scale: linear|log}");
    }

    /** The options of a trial: a function of (seed, number). */
    public Trial trial(int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number); // neighbours differ, unlike Random's
        Map<String, String> drawn = new LinkedHashMap<>();
        options.forEach((name, choice) -> drawn.put(name, choice.draw(random)));
        return new Trial(number, drawn);
    }

    /** Epochs that a trial has trained when a rung, from 0, is done: 1/keepOneIn of those of the next. */
    public int epochs(int rung, int all) {
        return (int) Math.max(1, Math.ceil(all / Math.pow(keepOneIn, rungs - 1.0 - rung)));
    }
}
