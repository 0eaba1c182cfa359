package io.dragoman.export.cli;

/** Tells the tensor library how many threads to use; must run before it is loaded. */
final class TorchThreads {
    private TorchThreads() {}

    static void limit(int threads) {
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        // The natives are in the jars: nothing is looked for elsewhere.
        System.setProperty("ai.djl.offline", "true");
    }
}
