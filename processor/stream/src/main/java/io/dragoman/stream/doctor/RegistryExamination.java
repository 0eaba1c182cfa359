package io.dragoman.stream.doctor;

import io.dragoman.event.GeneratedText;
import io.dragoman.registry.RegistryException;
import io.dragoman.registry.SchemaRegistry;
import io.dragoman.registry.SchemaText;
import io.dragoman.stream.config.DragomanConfiguration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/** Asks the schema registry whether it answers, takes the output's schema, and has the time we have. Registers nothing. */
final class RegistryExamination implements Examination {
    private static final Duration MOST_SKEW = Duration.ofSeconds(30);

    private final DragomanConfiguration configuration;

    RegistryExamination(DragomanConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public String subject() {
        return "registry " + configuration.registry().shownUrl();
    }

    @Override
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        try (SchemaRegistry registry =
                SchemaRegistry.connect(configuration.registry().serdeKeys())) {
            List<String> subjects = registry.subjects();
            findings.add(Finding.ok(subject(), "answers, %d subjects".formatted(subjects.size())));
            findings.add(outputSchema(registry, subjects));
        } catch (RegistryException e) {
            findings.add(Finding.failed(
                    subject(),
                    String.valueOf(e.getMessage()),
                    "check schema-registry.url, its credentials and the network"));
        } catch (KafkaException e) { // a key that is not understood
            findings.add(Finding.failed(subject(), String.valueOf(e.getMessage()), "check schema-registry"));
        }
        findings.add(clock());
        return findings;
    }

    private Finding outputSchema(SchemaRegistry registry, List<String> subjects) {
        String subject = configuration.output().topic() + "-value";
        if (!subjects.contains(subject)) {
            boolean registers =
                    !"false".equals(configuration.registry().clientKeys().get("auto.register.schemas"));
            return registers
                    ? Finding.ok("subject " + subject, "is not there yet; the first start registers it")
                    : Finding.failed(
                            "subject " + subject,
                            "is not there, and auto.register.schemas is false",
                            "register GeneratedText.avsc under it");
        }
        List<String> problems = registry.problems(subject, SchemaText.of(GeneratedText.getClassSchema()));
        return problems.isEmpty()
                ? Finding.ok("subject " + subject, "takes the schema of GeneratedText")
                : Finding.failed(
                        "subject " + subject,
                        "does not take the schema of GeneratedText: " + String.join("; ", problems),
                        "use another output.topic, or check the subject's compatibility rule");
    }

    /** Kafka tells no time; the registry's answers carry theirs. A few seconds are lost to its resolution and the way. */
    private Finding clock() {
        String url = configuration.registry().url().split(",")[0].strip();
        if (!url.startsWith("http")) {
            return Finding.skipped("clock", "there is no registry to compare with");
        }
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            HttpRequest request = HttpRequest.newBuilder(withoutUserInfo(url))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            String date = client.send(request, HttpResponse.BodyHandlers.discarding())
                    .headers()
                    .firstValue("date")
                    .orElse("");
            if (date.isEmpty()) {
                return Finding.skipped("clock", "the registry tells no time");
            }
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration skew = Duration.between(theirs, Instant.now());
            String found = "%d s from the registry's".formatted(skew.toSeconds());
            return skew.abs().compareTo(MOST_SKEW) > 0
                    ? Finding.warning("clock", found, "set the clocks: latencies and time stamps will be wrong")
                    : Finding.ok("clock", found);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.skipped("clock", "interrupted");
        } catch (java.io.IOException | RuntimeException e) {
            return Finding.skipped("clock", "cannot be compared with the registry's");
        }
    }

    private static URI withoutUserInfo(String url) {
        URI uri = URI.create(url);
        return URI.create(
                uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + "/");
    }
}
