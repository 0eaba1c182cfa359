package io.dragoman.stream.demo;

/** The demo's topics. */
final class DemoTopics {
    static final String INPUT = "sentences";
    static final String OUTPUT = "translations";
    static final String DEAD_LETTERS = "dead-letters";
    static final int PARTITIONS = 4;

    private DemoTopics() {}
}
