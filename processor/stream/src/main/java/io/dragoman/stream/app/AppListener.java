package io.dragoman.stream.app;

import io.dragoman.stream.route.RouteTable;
import org.apache.kafka.streams.KafkaStreams;

/** Told how the application comes up and what befalls it. Threading: called by the starting thread and by stream threads. */
interface AppListener {
    /** Looks at nothing. */
    AppListener NONE = new AppListener() {};

    /** Broker and topics are as they should be. */
    default void brokerReached() {}

    /** The registry does not answer yet and is asked again. */
    default void registryWaits(String why) {}

    /** The registry took the output's schema. */
    default void registryReached() {}

    /** The models are loaded and warm. */
    default void loaded(RouteTable routes) {}

    /** The stream threads were started. */
    default void started(KafkaStreams streams) {}

    /** A stream thread died; it is replaced, or the application ends. */
    default void threadDied(String why) {}
}
