package io.dragoman.stream.demo;

import io.dragoman.stream.embedded.BrokerStartException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dragoman demo}: English sentences flow into a topic and their translations out of another, on this machine. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs broker, registry, application, producer and reader in this process and shows what happens.")
public final class DemoCommand implements Callable<Integer> {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final DemoParts parts;

    @Option(names = "--bundle", paramLabel = "DIR", description = "Model bundle (default: the one in the repository).")
    private @Nullable Path bundle;

    @Option(names = "--sentences", paramLabel = "FILE", description = "UTF-8 file with one sentence a line.")
    private @Nullable Path sentences;

    @Option(names = "--once", description = "End after the sentences instead of waiting for typed lines.")
    private boolean once;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "10",
            description = "Sentences a second, 0 for all at once (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "The broker's port on 127.0.0.1, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "The schema registry's port on 127.0.0.1, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int registryPort;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port on 127.0.0.1 for health and metrics, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int managementPort;

    @Option(names = "--no-color", description = "Print without colours.")
    private boolean noColour;

    /** @param parts the application and the serdes */
    public DemoCommand(DemoParts parts) {
        this.parts = parts;
    }

    @Override
    public Integer call() {
        Screen screen = Screen.of(System.out, noColour);
        AtomicBoolean interrupted = new AtomicBoolean();
        DemoStage stage = new DemoStage();
        Thread hook = new Thread(
                () -> {
                    interrupted.set(true);
                    stage.close();
                },
                "demo-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try (stage) {
            run(screen, stage);
            return 0;
        } catch (Exception e) {
            if (!interrupted.get()) {
                System.err.println(message(e));
            }
            return 1;
        } finally {
            if (!interrupted.get()) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }

    private void run(Screen screen, DemoStage stage) throws Exception {
        Path model = BundledModel.find(bundle);
        List<String> texts = texts();
        screen.note("Model " + model + ". Starting a Kafka broker, a schema registry and the application …");
        Answers answers = new Answers(screen);
        DemoStage.Ports ports = new DemoStage.Ports(port, registryPort, managementPort);
        Exchange exchange = stage.open(parts, model, ports, answers, answers::fail);
        screen.note(
                "Console at http://127.0.0.1:" + stage.managementPort() + "/console/, health and metrics beside it.");
        long start = System.nanoTime();
        for (int i = 0; i < texts.size(); i++) {
            exchange.send(texts.get(i));
            pace(start, i + 1);
        }
        answers.await(texts.size(), ANSWER_LIMIT);
        screen.line("");
        screen.line(answers.summary(start).line());
        answers.firstAnswerAfterStart(ManagementFactory.getRuntimeMXBean().getStartTime())
                .ifPresent(
                        first -> screen.note("First translation " + Screen.seconds(first) + " after the JVM's start."));
        if (!once) {
            converse(screen, exchange, answers, texts.size());
        }
    }

    private static void converse(Screen screen, Exchange exchange, Answers answers, int sent) throws IOException {
        screen.line("Type a sentence and press Enter; end with Ctrl-D.");
        BufferedReader typed = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int expected = sent;
        screen.prompt();
        for (String line = typed.readLine(); line != null; line = typed.readLine()) {
            if (!line.isBlank()) {
                exchange.send(line.strip());
                expected++;
                answers.await(expected, ANSWER_LIMIT);
            }
            screen.prompt();
        }
    }

    private void pace(long start, int sent) {
        if (rate <= 0) {
            return;
        }
        long due = start + (long) (sent * TimeUnit.SECONDS.toNanos(1) / rate);
        while (System.nanoTime() < due) {
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private List<String> texts() {
        try {
            String text;
            if (sentences != null) {
                text = Files.readString(sentences);
            } else {
                try (var resource = DemoCommand.class.getResourceAsStream("sentences.txt")) {
                    if (resource == null) {
                        throw new DemoException("The jar lacks its sentences; name a file with --sentences FILE.");
                    }
                    text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
            List<String> lines = text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (lines.isEmpty()) {
                throw new DemoException(sentences + " holds no sentence; expected one a line.");
            }
            return lines;
        } catch (IOException e) {
            throw new DemoException(
                    "The sentences in " + sentences + " cannot be read ("
                            + e.getClass().getSimpleName() + "); expected a UTF-8 text file, one sentence a line.",
                    e);
        }
    }

    private static String message(Exception e) {
        if (e instanceof DemoException || e instanceof BrokerStartException) {
            return String.valueOf(e.getMessage());
        }
        return "The demo failed: " + (e.getMessage() == null ? e.toString() : e.getMessage());
    }
}
