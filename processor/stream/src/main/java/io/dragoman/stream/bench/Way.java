package io.dragoman.stream.bench;

import io.dragoman.engine.model.DecoderLoop;
import io.dragoman.engine.model.Device;

/** What takes an engine of its own: where a model is to run, and where its decoder is to loop. */
record Way(Device device, DecoderLoop loop) {}
