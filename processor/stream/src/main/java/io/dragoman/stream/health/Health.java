package io.dragoman.stream.health;

import java.util.List;

/** The answer to a probe: healthy where every check is. */
public record Health(List<Check> checks) {
    public Health {
        checks = List.copyOf(checks);
    }

    public boolean healthy() {
        return checks.stream().allMatch(Check::healthy);
    }
}
