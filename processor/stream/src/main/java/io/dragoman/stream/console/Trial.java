package io.dragoman.stream.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Headers;
import io.dragoman.engine.Explained;
import io.dragoman.engine.ExplanationJson;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries a sentence for a person at the page: {@code {"model": …, "text": …, "nBest": …}}. One at a time, so many a minute, and no
 * longer than allowed, for the stream comes first. Threading: safe.
 */
final class Trial {
    private static final Set<String> FIELDS = Set.of("model", "text", "nBest");
    private static final int MOST_HYPOTHESES = 8;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ConsoleOptions options;
    private final Supplier<List<ConsoleModel>> models;
    private final RateLimit limit;
    private final Semaphore free = new Semaphore(1);

    Trial(ConsoleOptions options, Supplier<List<ConsoleModel>> models) {
        this.options = options;
        this.models = models;
        this.limit = new RateLimit(options.perMinute(), System.nanoTime());
    }

    Reply reply(Headers headers, InputStream body) throws IOException {
        Optional<Reply> refusal = refusal(headers);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        byte[] bytes = body.readNBytes(options.maxBytes() + 1);
        if (bytes.length > options.maxBytes()) {
            return Reply.refusal(413, "found more than " + options.maxBytes() + " bytes; try a shorter text");
        }
        if (!limit.take(System.nanoTime())) {
            int seconds = limit.secondsToWait();
            return Reply.refusal(429, "tried too often; again in " + seconds + " s")
                    .with("Retry-After", String.valueOf(seconds));
        }
        if (!free.tryAcquire()) {
            return Reply.refusal(429, "another sentence is being tried; again in a moment")
                    .with("Retry-After", "1");
        }
        try {
            return explain(MAPPER.readTree(bytes));
        } catch (JsonProcessingException e) {
            return Reply.refusal(400, "found no JSON: " + e.getOriginalMessage());
        } catch (CharConversionException e) {
            return Reply.refusal(400, "found bytes that are no text, expected JSON in UTF-8");
        } finally {
            free.release();
        }
    }

    /** Pages of other origins may not use the visitor's browser to try sentences. */
    private Optional<Reply> refusal(Headers headers) {
        if (!options.trial()) {
            return Optional.of(Reply.refusal(403, "trying sentences is switched off (console.try)"));
        }
        String type = String.valueOf(headers.getFirst("Content-Type"));
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(Reply.JSON)) {
            return Optional.of(Reply.refusal(415, "found Content-Type " + type + ", expected " + Reply.JSON));
        }
        String origin = headers.getFirst("Origin");
        String host = headers.getFirst("Host");
        String site = headers.getFirst("Sec-Fetch-Site");
        boolean foreign = (origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host))
                || (site != null && !site.equals("same-origin") && !site.equals("none"));
        return foreign
                ? Optional.of(Reply.refusal(403, "found a request from another origin; open the console itself"))
                : Optional.empty();
    }

    private Reply explain(@Nullable JsonNode wish) {
        if (wish == null || !wish.isObject() || !wish.path("text").isTextual()) {
            return Reply.refusal(400, "expected {\"model\": name, \"text\": text, \"nBest\": number}");
        }
        Set<String> unknown = new TreeSet<>();
        wish.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            return Reply.refusal(400, "found fields " + unknown + ", expected " + new TreeSet<>(FIELDS));
        }
        JsonNode count = wish.path("nBest");
        if (!count.isMissingNode() && !(count.isInt() && count.asInt() >= 1 && count.asInt() <= MOST_HYPOTHESES)) {
            return Reply.refusal(400, "found nBest " + count + ", expected 1 to " + MOST_HYPOTHESES);
        }
        List<ConsoleModel> serving = models.get();
        if (serving.isEmpty()) {
            return Reply.refusal(503, "the models are still loading").with("Retry-After", "5");
        }
        Optional<ConsoleModel> model = wish.path("model").isMissingNode()
                ? Optional.of(serving.get(0))
                : serving.stream()
                        .filter(m -> m.model().name().equals(wish.path("model").asText()))
                        .findFirst();
        if (model.isEmpty()) {
            return Reply.refusal(
                    404,
                    "found no such model, expected one of "
                            + serving.stream().map(m -> m.model().name()).toList());
        }
        Integer nBest = count.isMissingNode() ? null : count.asInt();
        return explain(model.get(), wish.path("text").asText(), nBest);
    }

    /** Several hypotheses need a beam as wide as they are many. */
    private static Reply explain(ConsoleModel model, String text, @Nullable Integer nBest) {
        GenerationOptions wish = new GenerationOptions(null, nBest, null, null);
        Explained explained = model.explain().apply(new GenerationRequest(text, wish));
        if (explained instanceof Explained.Not not
                && not.outcome() instanceof Outcome.Rejected rejected
                && rejected.reason() == io.dragoman.engine.Reason.INVALID_OPTIONS
                && nBest != null) {
            wish = new GenerationOptions(nBest, nBest, null, null);
            explained = model.explain().apply(new GenerationRequest(text, wish));
        }
        return Reply.json(ExplanationJson.of(explained).toString());
    }
}
