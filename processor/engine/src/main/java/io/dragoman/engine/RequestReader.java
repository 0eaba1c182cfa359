package io.dragoman.engine;

import io.dragoman.engine.bundle.BundleManifest;
import io.dragoman.engine.search.Constraint;
import io.dragoman.engine.search.SearchOptions;
import io.dragoman.engine.text.Encoding;
import io.dragoman.engine.text.LabelTokenizer;
import io.dragoman.engine.text.TextNormalizer;
import io.dragoman.engine.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From requests to sources; what cannot be searched becomes a rejection of its own. */
final class RequestReader {
    private final Tokenizer tokenizer;
    private final Tokenizer targetTokenizer;
    private final TextNormalizer normalizer;
    private final TextNormalizer targetNormalizer;
    private final OptionsResolver options;
    private final int maxSourceTokens;
    private final OverlongPolicy overlong;
    private final Function<String, Constraint> guard; // of a source's text
    private final int longestToken; // UTF-16 units

    RequestReader(
            Tokenizer tokenizer,
            Tokenizer targetTokenizer,
            TextNormalizer normalizer,
            OptionsResolver options,
            int maxSourceTokens,
            OverlongPolicy overlong,
            TextNormalizer targetNormalizer,
            Function<String, Constraint> guard) {
        this.guard = guard;
        this.tokenizer = tokenizer;
        this.targetTokenizer = targetTokenizer;
        this.normalizer = normalizer;
        this.targetNormalizer = targetNormalizer;
        this.options = options;
        this.maxSourceTokens = maxSourceTokens;
        this.overlong = overlong;
        this.longestToken = tokenizer.longestToken();
    }

    static RequestReader of(
            BundleManifest manifest,
            Tokenizer tokenizer,
            @Nullable LabelTokenizer labels,
            OverlongPolicy overlong,
            Function<String, Constraint> guard) {
        OptionsResolver options = new OptionsResolver(
                manifest.decoding(),
                manifest.limits().maxTargetTokens(),
                overlong,
                labels == null ? 0 : labels.labels().size());
        return new RequestReader(
                tokenizer,
                labels == null ? tokenizer : labels,
                normalizer("sourceNormalization", manifest.tokenizer().sourceNormalization()),
                options,
                manifest.limits().maxSourceTokens(),
                overlong,
                normalizer("targetNormalization", manifest.tokenizer().targetNormalization()),
                guard);
    }

    private static TextNormalizer normalizer(String key, List<String> steps) {
        try {
            return TextNormalizer.of(steps);
        } catch (IllegalArgumentException e) {
            throw new io.dragoman.engine.model.ModelException(
                    "bundle.json tokenizer." + key + ": " + e.getMessage() + "; use a matching release", e);
        }
    }

    String digest(GenerationOptions wish) {
        return options.digest(wish);
    }

    /** The sources to search; every other request's rejection is put into {@code outcomes} at its place. */
    List<Source> read(List<GenerationRequest> requests, @Nullable Outcome[] outcomes) {
        List<Source> sources = new ArrayList<>();
        for (int index = 0; index < requests.size(); index++) {
            GenerationRequest request = requests.get(index);
            Optional<Outcome.Rejected> rejection = textProblem(request.text());
            if (rejection.isPresent()) {
                outcomes[index] = rejection.get();
                continue;
            }
            try {
                SearchOptions wish = options.resolve(request.options());
                switch (encode(index, request.text(), wish)) {
                    case Read.Ok ok -> sources.add(ok.source());
                    case Read.Refused refused -> outcomes[index] = refused.rejection();
                }
            } catch (IllegalArgumentException e) {
                outcomes[index] = new Outcome.Rejected(Reason.INVALID_OPTIONS, String.valueOf(e.getMessage()));
            }
        }
        return sources;
    }

    private sealed interface Read {
        record Ok(Source source) implements Read {}

        record Refused(Outcome.Rejected rejection) implements Read {}
    }

    /** A target as search would have ended it, or why it cannot be scored. */
    sealed interface Target {
        /** @param ids with the end of sentence */
        record Ok(int[] ids) implements Target {}

        record Refused(Outcome.Rejected rejection) implements Target {}
    }

    /** An empty target is one: the end of sentence alone. */
    Target readTarget(String text) {
        Optional<Outcome.Rejected> malformed = malformed(text);
        if (malformed.isPresent()) {
            return new Target.Refused(malformed.get());
        }
        int most = options.maxTargetTokens() - 1; // beside the end of sentence
        String normalized = targetNormalizer.apply(text);
        if (normalized.length() > (long) targetTokenizer.longestToken() * (most + 1)) {
            return new Target.Refused(targetTooLong("at least %d".formatted(most + 1), most));
        }
        Encoding encoding = targetTokenizer.encode(normalized);
        if (targetTokenizer instanceof LabelTokenizer labels && encoding.unknown() > 0) {
            return new Target.Refused(new Outcome.Rejected(
                    Reason.UNKNOWN_LABEL, "found \"%s\", expected one of %s".formatted(normalized, labels.labels())));
        }
        int[] ids = encoding.ids();
        if (ids.length > most) {
            return new Target.Refused(targetTooLong(String.valueOf(ids.length), most));
        }
        int[] target = Arrays.copyOf(ids, ids.length + 1);
        target[ids.length] = tokenizer.vocabulary().eos();
        return new Target.Ok(target);
    }

    private static Outcome.Rejected targetTooLong(String found, int most) {
        return new Outcome.Rejected(
                Reason.TARGET_TOO_LONG, "found %s target tokens, expected at most %d".formatted(found, most));
    }

    private static Optional<Outcome.Rejected> textProblem(String text) {
        return malformed(text).or(() -> text.isBlank() ? Optional.of(empty()) : Optional.empty());
    }

    private static Optional<Outcome.Rejected> malformed(String text) {
        int lone = loneSurrogate(text);
        return lone < 0
                ? Optional.empty()
                : Optional.of(new Outcome.Rejected(
                        Reason.INVALID_TEXT,
                        "found a lone surrogate U+%04X at character %d, expected well-formed Unicode"
                                .formatted((int) text.charAt(lone), lone)));
    }

    private static Outcome.Rejected empty() {
        return new Outcome.Rejected(
                Reason.EMPTY_TEXT, "found a text without a visible character, expected one or more");
    }

    private Read encode(int index, String text, SearchOptions wish) {
        String normalized = normalizer.apply(text);
        if (normalized.isBlank()) {
            return new Read.Refused(empty());
        }
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        long roomiest = (long) longestToken * (maxSourceTokens + 1); // characters that could still fit
        boolean surelyOverlong = normalized.length() > roomiest;
        if (surelyOverlong && overlong == OverlongPolicy.REJECT) {
            return new Read.Refused(overlong("at least %d".formatted(maxSourceTokens + 1)));
        }
        String read = surelyOverlong ? head(normalized, (int) roomiest) : normalized;
        Encoding encoding = tokenizer.encode(read);
        int[] ids = encoding.ids();
        if (ids.length == 0) {
            return new Read.Refused(empty());
        }
        if (ids.length > maxSourceTokens) {
            if (overlong == OverlongPolicy.REJECT) {
                return new Read.Refused(overlong(String.valueOf(ids.length)));
            }
            flags.add(Flag.SOURCE_TRUNCATED);
        }
        if (encoding.unknown() > 0) {
            flags.add(Flag.UNKNOWN_TOKENS);
        }
        int kept = Math.min(ids.length, maxSourceTokens);
        int[] source = Arrays.copyOf(ids, kept + 1);
        source[kept] = tokenizer.vocabulary().eos();
        return new Read.Ok(new Source(index, source, wish, guard.apply(read), flags));
    }

    private Outcome.Rejected overlong(String found) {
        return new Outcome.Rejected(
                Reason.SOURCE_TOO_LONG,
                "found %s source tokens, expected at most %d".formatted(found, maxSourceTokens));
    }

    private static String head(String text, int length) {
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }

    /** Index of the first surrogate without its other half, or -1. */
    private static int loneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
