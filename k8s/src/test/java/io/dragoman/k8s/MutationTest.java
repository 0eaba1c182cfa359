package io.dragoman.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shows that the rules see mistakes: each seeded one, alone, is caught. */
class MutationTest {
    @Test
    void everySeededMistakeIsCaught() {
        Manifests sound = Combination.everything("cpu").render(Kustomize.orSkip());
        assertThat(Problems.in(sound)).isEmpty();
        List<String> missed = new ArrayList<>();
        List<Mutation> mutations = Mutation.all();
        for (Mutation mutation : mutations) {
            Manifests mutant = sound.copy();
            mutation.change().accept(mutant);
            assertThat(mutant).as(mutation.name() + " changes something").isNotEqualTo(sound);
            List<String> problems = Problems.in(mutant);
            System.out.println((problems.isEmpty() ? "MISSED  " : "caught  ")
                    + mutation.name()
                    + (problems.isEmpty() ? "" : ": " + problems.get(0)));
            if (problems.isEmpty()) {
                missed.add(mutation.name());
            }
        }
        System.out.println("mutation score " + (mutations.size() - missed.size()) + "/" + mutations.size());
        assertThat(missed).isEmpty();
    }
}
