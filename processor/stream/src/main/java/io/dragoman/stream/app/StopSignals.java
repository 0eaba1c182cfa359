package io.dragoman.stream.app;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process cleanly on SIGTERM and SIGINT, with the exit code that the stop returns: the JVM alone would end with 143 or 130 even after
 * a clean stop, and a shutdown hook could only change that by leaving out the other hooks. A second signal ends the process at once.
 *
 * <p>The JDK has no supported signal API; {@code sun.misc.Signal} (module jdk.unsupported) is reached by reflection, and where it is missing
 * a shutdown hook does the same, with the JVM's exit code.
 *
 * <p>Threading: the stop runs on a thread of the JVM's, once.
 */
final class StopSignals {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);
    private static final int INTERRUPTED = 130;

    private StopSignals() {}

    /** @param stop stops and returns the exit code */
    static void handle(IntSupplier stop) {
        AtomicBoolean signalled = new AtomicBoolean();
        Runnable end = () -> {
            if (signalled.compareAndSet(false, true)) {
                System.exit(stop.getAsInt());
            } else {
                Runtime.getRuntime().halt(INTERRUPTED);
            }
        };
        try {
            for (String name : List.of("TERM", "INT")) {
                register(name, end);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("No signal API here: a shutdown hook stops the application", e);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> LOG.debug("Exit code {}", stop.getAsInt()), "dragoman-stop"));
        }
    }

    private static void register(String name, Runnable end) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object proxy = Proxy.newProxyInstance(
                StopSignals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        end.run();
                    }
                    return null;
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    }
}
