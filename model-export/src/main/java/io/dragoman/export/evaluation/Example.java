package io.dragoman.export.evaluation;

import java.util.List;

/**
 * One sentence to look at.
 *
 * @param index in the test set, from 0
 * @param chrf of the output alone, 0 to 100
 */
public record Example(int index, String source, String output, List<String> references, double chrf) {
    public Example {
        references = List.copyOf(references);
    }
}
