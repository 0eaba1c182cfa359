package io.dragoman.k8s;

import io.dragoman.stream.embedded.EmbeddedBroker;
import java.nio.file.Path;

/** A broker as a process of its own: {@code BrokerMain PORT DIRECTORY}; runs until it is killed. */
final class BrokerMain {
    private BrokerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedBroker broker = EmbeddedBroker.start(Integer.parseInt(arguments[0]), Path.of(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-broker"));
        Thread.currentThread().join();
    }
}
