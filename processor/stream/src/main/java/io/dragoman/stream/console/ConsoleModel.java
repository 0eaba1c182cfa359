package io.dragoman.stream.console;

import io.dragoman.engine.Explained;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.ModelIdentity;
import java.util.function.Function;

/**
 * A model that serves.
 *
 * @param card what its maker says of it, Markdown; empty where the bundle holds none
 * @param explain generates and explains one text; thread-safe
 */
public record ConsoleModel(ModelIdentity model, String card, Function<GenerationRequest, Explained> explain) {}
