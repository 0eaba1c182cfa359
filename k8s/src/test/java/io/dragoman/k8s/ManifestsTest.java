package io.dragoman.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.stream.app.Dragoman;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ManifestsTest {
    @Test
    void everyCombinationRendersAndIsValid() {
        Kustomize kustomize = Kustomize.orSkip();
        List<Combination> all = Combination.all();
        List<String> problems = new ArrayList<>();
        for (Combination combination : all) {
            Problems.in(combination.render(kustomize)).forEach(problem -> problems.add(combination + ": " + problem));
        }
        System.out.println(
                all.size() + " combinations of overlay and components rendered, " + problems.size() + " problems");
        assertThat(problems).isEmpty();
    }

    @Test
    void theCommandsAreTheApplications() {
        Kustomize kustomize = Kustomize.orSkip();
        Set<String> missing = new TreeSet<>();
        for (Workload workload : Workload.of(Combination.everything("cpu").render(kustomize))) {
            String command = workload.container().at("/args/0").asText();
            if (!Dragoman.commandLine().getSubcommands().containsKey(command)) {
                missing.add(command);
            }
            assertThat(workload.container().at("/args/1").asText()).isEqualTo("--config");
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void theJobIsTheStreamsPodButForWhatItSays() {
        Kustomize kustomize = Kustomize.orSkip();
        Manifests manifests = Combination.everything("gpu").render(kustomize);
        Workload stream = new Workload(manifests.get("StatefulSet", "dragoman"));
        Workload job = new Workload(manifests.get("Job", "dragoman-batch"));

        for (String field : List.of("image", "resources", "securityContext", "envFrom", "volumeMounts")) {
            assertThat(job.container().path(field)).isEqualTo(stream.container().path(field));
        }
        Map<String, String> differs =
                Workload.strings(manifests.get("Job", "dragoman-batch").at("/spec/template/metadata/labels"));
        assertThat(differs).containsEntry("app.kubernetes.io/component", "batch");
        assertThat(PodConfiguration.of(manifests, job).output().topic())
                .isNotEqualTo(PodConfiguration.of(manifests, stream).output().topic());
    }

    /** The table of README.md names a folder's file and a variable or field for each knob; the files must be there. */
    @Test
    void theReadmeNamesFilesThatThereAre() throws IOException {
        List<String> rows = Files.readAllLines(Kustomize.module().resolve("README.md")).stream()
                .filter(line -> line.startsWith("| ") && line.contains(".yaml"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(20);
        for (String row : rows) {
            for (String word : row.split("[`,| ]+")) {
                if (word.endsWith(".yaml") || word.endsWith(".env")) {
                    assertThat(Kustomize.module().resolve(word)).as(row).exists();
                }
            }
        }
        String readme = Files.readString(Kustomize.module().resolve("README.md"));
        assertThat(readme).contains(ReferenceRules.MADE_BY_OTHERS);
        assertThat(readme).contains(Combination.COMPONENTS).contains(Combination.OVERLAYS);
    }
}
