package io.dragoman.k8s;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects what is wrong with rendered manifests. */
final class Problems {
    private final List<String> found = new ArrayList<>();

    /** All rules, the models' and ours. */
    static List<String> in(Manifests manifests) {
        Problems problems = new Problems();
        problems.found.addAll(StrictModels.problems(manifests));
        if (problems.found.isEmpty()) {
            List<Consumer<Problems>> rules = List.of(
                    all -> PodRules.check(manifests, all),
                    all -> ReferenceRules.check(manifests, all),
                    all -> ConfigurationRules.check(manifests, all),
                    all -> KafkaRules.check(manifests, all),
                    all -> ScaleRules.check(manifests, all));
            rules.forEach(rule -> rule.accept(problems));
        }
        return problems.found;
    }

    /** Reports {@code what} unless {@code right}. */
    void expect(boolean right, String where, String what) {
        if (!right) {
            found.add(where + ": " + what);
        }
    }
}
