package io.dragoman.engine.model;

/** Where a model runs. */
public enum Device {
    /** CUDA where it can be used, else the CPU. */
    AUTO,
    CPU,
    /** CUDA, and a refusal to load where it cannot be used. */
    CUDA
}
