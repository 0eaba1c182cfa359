package io.dragoman.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.dragoman.engine.model.ModelException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one environment of ONNX Runtime in this process.
 *
 * <p>ONNX Runtime 1.29 for Linux starts a telemetry client with the environment, which matches the process's command line with a recursive
 * regular expression: a command line beyond 4,000 characters (a long class path) overflows a stack of 1 MB, and the process ends without a
 * message. So the environment is made on a thread with a deep stack, and what telemetry there is, is switched off. The environment variable
 * {@code ORT_DISABLE_TELEMETRY=1} keeps it from starting at all.
 *
 * <p>Threading: safe.
 */
final class Environment {
    private static final Logger LOG = LoggerFactory.getLogger(Environment.class);
    private static final long STACK_BYTES =
            256L << 20; // reserved, not used: 2 MB of command line, the most Linux takes

    private static @Nullable OrtEnvironment environment; // guarded by the class

    private Environment() {}

    /**
     * The environment, made at the first call.
     *
     * @throws ModelException where the native library cannot be loaded
     */
    static synchronized OrtEnvironment get() {
        OrtEnvironment made = environment;
        if (made == null) {
            made = make();
            environment = made;
        }
        return made;
    }

    private static OrtEnvironment make() {
        FutureTask<OrtEnvironment> task = new FutureTask<>(OrtEnvironment::getEnvironment);
        new Thread(null, task, "dragoman-onnxruntime-start", STACK_BYTES).start();
        try {
            OrtEnvironment made = task.get();
            made.setTelemetry(false);
            return made;
        } catch (OrtException e) {
            LOG.warn("ONNX Runtime's telemetry could not be switched off; set ORT_DISABLE_TELEMETRY=1", e);
            return OrtEnvironment.getEnvironment();
        } catch (ExecutionException e) {
            throw new ModelException(
                    "ONNX Runtime does not start: " + e.getCause()
                            + "; expected Linux, macOS or Windows on x86-64 or aarch64 and a writable java.io.tmpdir",
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException("interrupted while ONNX Runtime started", e);
        }
    }
}
