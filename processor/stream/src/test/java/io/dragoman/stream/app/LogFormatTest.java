package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LogFormatTest {
    @Test
    void everyLineIsAJsonObjectAndAFailureIsOneOfThem() throws Exception {
        List<String> lines = run("generate", "--bundle", "no-such-bundle", "--log-format", "json");

        assertThat(lines).isNotEmpty();
        for (String line : lines) {
            JsonNode event = new ObjectMapper().readTree(line);
            assertThat(event.path("timestamp").isIntegralNumber()).as(line).isTrue();
            assertThat(event.path("throwable").isMissingNode()).as(line).isTrue();
        }
        JsonNode last = new ObjectMapper().readTree(lines.getLast());
        assertThat(last.path("level").asText()).isEqualTo("ERROR");
        assertThat(last.path("formattedMessage").asText()).contains("no-such-bundle");
    }

    @Test
    void textIsTheDefault() throws Exception {
        assertThat(run("generate", "--bundle", "no-such-bundle").getLast())
                .startsWith("error: ")
                .contains("no-such-bundle");
    }

    @Test
    void aLineOfTextNamesTheRecordItIsAboutIfThereIsOne() throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(Dragoman.class.getResource("/logback.xml")));
        try {
            assertThat(line(context, Map.of())).endsWith(".Test a line");
            assertThat(line(context, Map.of("correlation", "in-0-2", "trace_id", "f")))
                    .endsWith(" a line [in-0-2]");
        } finally {
            context.stop();
        }
    }

    /** As the shipped configuration writes it. */
    private static String line(LoggerContext context, Map<String, String> mdc) {
        var appender = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("standard-error");
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(context);
        event.setLoggerName("io.dragoman.stream.Test");
        event.setLevel(Level.INFO);
        event.setMessage("a line");
        event.setTimeStamp(0);
        event.setThreadName("main");
        event.setMDCPropertyMap(mdc);
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8).strip();
    }

    @Test
    void anotherFormatIsRefused() {
        Monitored.Run run = Monitored.run("config", "--explain", "--log-format", "xml");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.error()).contains("--log-format", "[TEXT, JSON]", "'xml'");
    }

    /** Standard error of the shipped command line, in a process of its own: a process has one logging. */
    private static List<String> run(String... arguments) throws Exception {
        Process process = ShippedCommand.of(arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String error = ShippedCommand.error(process);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(error).isEqualTo(1);
        return error.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING:"))
                .toList();
    }
}
