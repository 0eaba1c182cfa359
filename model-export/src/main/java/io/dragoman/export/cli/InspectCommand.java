package io.dragoman.export.cli;

import io.dragoman.engine.bundle.ModelBundle;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inspect}: what a bundle is, after every digest was checked. */
@Command(
        name = "inspect",
        description = "Check a bundle's files against their digests and say what it holds.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "BUNDLE", description = "a folder with bundle.json")
    private Path bundle;

    @Override
    public Integer call() {
        ModelBundle loaded = ModelBundle.load(bundle);
        spec.commandLine().getOut().print(loaded.describe());
        spec.commandLine()
                .getOut()
                .println("  checked     " + loaded.manifest().files().size() + " files are what bundle.json says");
        spec.commandLine().getOut().flush();
        return 0;
    }
}
