package io.dragoman.export.example;

import java.util.List;

/** A file of an example. */
record ExamplePart(String file, List<String> lines) {}
