package io.dragoman.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An overlay and the components on top of it, as a user would put them together.
 *
 * @param overlay name of a folder in {@code overlays}
 * @param components names of folders in {@code components}, in the order of {@link #COMPONENTS}
 */
record Combination(String overlay, List<String> components) {
    static final List<String> OVERLAYS = List.of("cpu", "gpu");

    /** In the order in which they are listed: batch copies what those before it made. */
    static final List<String> COMPONENTS =
            List.of("strimzi", "registry-auth", "model-volume", "keda", "prometheus", "batch");

    Combination {
        components = List.copyOf(components);
    }

    /** Every overlay with every subset of the components. */
    static List<Combination> all() {
        List<Combination> all = new ArrayList<>();
        for (String overlay : OVERLAYS) {
            for (int subset = 0; subset < 1 << COMPONENTS.size(); subset++) {
                List<String> chosen = new ArrayList<>();
                for (int i = 0; i < COMPONENTS.size(); i++) {
                    if ((subset >> i & 1) == 1) {
                        chosen.add(COMPONENTS.get(i));
                    }
                }
                all.add(new Combination(overlay, chosen));
            }
        }
        return all;
    }

    /** An overlay with everything. */
    static Combination everything(String overlay) {
        return new Combination(overlay, COMPONENTS);
    }

    /** An overlay with everything for the stream alone. */
    static Combination everythingWithoutBatch(String overlay) {
        return new Combination(overlay, COMPONENTS.subList(0, COMPONENTS.size() - 1));
    }

    Manifests render(Kustomize kustomize) {
        Path module = Kustomize.module();
        Path folder = module.resolve("target/combinations/" + this);
        StringBuilder yaml = new StringBuilder("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n");
        yaml.append("resources: [")
                .append(module(folder, "overlays/" + overlay))
                .append("]\n");
        if (!components.isEmpty()) {
            yaml.append("components:\n");
        }
        for (String component : components) {
            yaml.append("  - ")
                    .append(module(folder, "components/" + component))
                    .append('\n');
            if (component.equals("strimzi") && components.contains("batch")) {
                yaml.append("  - ")
                        .append(module(folder, "components/strimzi/batch"))
                        .append('\n');
            }
        }
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("kustomization.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Manifests.parse(kustomize.build(folder));
    }

    private static Path module(Path from, String folder) {
        return from.relativize(Kustomize.module().resolve(folder));
    }

    @Override
    public String toString() {
        return components.isEmpty() ? overlay : overlay + "+" + String.join("+", components);
    }
}
