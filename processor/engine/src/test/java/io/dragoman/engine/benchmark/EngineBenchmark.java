package io.dragoman.engine.benchmark;

import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.engine.TinyBundle;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.Seq2SeqModel;
import io.dragoman.engine.onnx.OnnxModels;
import io.dragoman.engine.search.BeamSearch;
import io.dragoman.engine.search.Deadline;
import io.dragoman.engine.search.GreedySearch;
import io.dragoman.engine.search.SearchOptions;
import io.dragoman.engine.search.SearchRequest;
import io.dragoman.engine.search.SearchRules;
import io.dragoman.engine.search.SearchStrategy;
import io.dragoman.engine.search.SuppressTokens;
import io.dragoman.engine.text.SentencePieceTokenizer;
import io.dragoman.engine.text.Tokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sentences and target tokens a second of one thread, greedy and beam 5, in batches of 1, 8 and 32. {@code text}: real
 * sentences, text in and text out. {@code fixed}: 16 source tokens, 20 target tokens, no early end, as the peers do.
 * Every round runs everything once, and a ratio compares within rounds, so that a busy machine troubles both sides.
 *
 * <pre>mvn -q -pl processor/engine -am test -Dtest=EngineBenchmark -Dbenchmark.bundle=DIR -Dbenchmark.python=VENV/bin/python</pre>
 *
 * <p>Also {@code -Dbenchmark.rounds=5}, {@code -Dbenchmark.sentences=128}. Without a bundle the shipped model is taken, or else
 * the tests' tiny one, whose figures mean little.
 */
@Tag("benchmark")
class EngineBenchmark {
    private static final Path ROOT = Path.of(System.getProperty("dragoman.root", "."));
    private static final int[] BEAMS = {1, 5};
    private static final int[] BATCHES = {1, 8, 32};
    private static final int SOURCE_LENGTH = 16;
    private static final int TARGET_LENGTH = 20;
    /** Process CPU time is counted in steps of 10 ms: a shorter round would measure the clock. */
    private static final double SHORTEST_SECONDS = 0.5;

    private final int rounds = Integer.getInteger("benchmark.rounds", 5);
    private final int sentences = Integer.getInteger("benchmark.sentences", 128);

    @Test
    void run(@TempDir Path temporary) throws IOException {
        Path folder = folder();
        ModelBundle bundle = ModelBundle.load(folder);
        System.out.printf("bundle %s, %d rounds, %d sentences%n", folder, rounds, sentences);
        Tokenizer tokenizer = SentencePieceTokenizer.load(
                bundle.file(bundle.manifest().tokenizer().file()));
        Peer peer = Peer.find(
                ROOT,
                temporary.resolve("marian"),
                List.of("--vocab", "" + tokenizer.vocabulary().size(), "--batch", "1,8,32", "--beam", "1,5"));
        List<Seq2SeqEngine> engines = new ArrayList<>();
        try (Seq2SeqModel model = OnnxModels.load(bundle, Device.CPU, 1)) {
            List<Work> all = new ArrayList<>();
            for (int batch : BATCHES) {
                Seq2SeqEngine engine = Seq2SeqEngine.load(folder, options(batch));
                engines.add(engine);
                for (int beam : BEAMS) {
                    all.add(new Work("text", beam, batch, text(engine, tokenizer, beam, batch)));
                    all.add(new Work("fixed", beam, batch, fixed(model, tokenizer, beam, batch)));
                }
            }
            report(measure(all, peer), peer);
        } finally {
            engines.forEach(Seq2SeqEngine::close);
        }
    }

    private static Path folder() {
        String named = System.getProperty("benchmark.bundle");
        if (named != null) {
            return ROOT.resolve(named);
        }
        Path shipped = ROOT.resolve("model-export/models/tatoeba-en-fr");
        if (Files.isDirectory(shipped)) {
            return shipped;
        }
        System.out.println("NOTE: found no " + shipped + ": the tests' tiny bundle is measured");
        return TinyBundle.folder();
    }

    private static EngineOptions options(int batch) {
        EngineOptions defaults = EngineOptions.defaults();
        return new EngineOptions(
                Device.CPU,
                defaults.gpuMemory(),
                defaults.decoderLoop(),
                1,
                batch,
                Duration.ofMinutes(5),
                defaults.overlong());
    }

    private Work.Run text(Seq2SeqEngine engine, Tokenizer tokenizer, int beam, int batch) throws IOException {
        GenerationOptions options = new GenerationOptions(beam, 1, null, null);
        List<GenerationRequest> requests = texts().stream()
                .map(text -> new GenerationRequest(text, options))
                .toList();
        long sourceTokens = requests.stream()
                .mapToLong(r -> tokenizer.encode(r.text()).ids().length + 1)
                .sum();
        return () -> {
            List<Outcome> outcomes = new ArrayList<>();
            if (batch == 1) {
                requests.forEach(request -> outcomes.addAll(engine.generate(List.of(request))));
            } else {
                outcomes.addAll(engine.generate(requests));
            }
            long targetTokens = outcomes.stream()
                    .mapToLong(o ->
                            tokenizer.encode(((Outcome.Generated) o).text()).ids().length + 1)
                    .sum();
            return new Work.Counts(requests.size(), sourceTokens, targetTokens);
        };
    }

    private List<String> texts() throws IOException {
        Path file = ROOT.resolve("../shared/data/tatoeba-en-fr/test.tsv.gz");
        List<String> texts = new ArrayList<>();
        if (Files.exists(file)) {
            try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                lines.lines().map(line -> line.split("\t", 2)[0]).distinct().forEach(texts::add);
            }
        } else {
            new Random(1).ints(20_000, 'a', 'i').forEach(c -> texts.add(String.join(" ", "" + (char) c, "b c d", "e")));
        }
        Collections.shuffle(texts, new Random(1));
        return List.copyOf(texts.subList(0, sentences));
    }

    private Work.Run fixed(Seq2SeqModel model, Tokenizer tokenizer, int beam, int batch) {
        int eos = tokenizer.vocabulary().eos();
        Set<Integer> never =
                Set.of(eos, tokenizer.vocabulary().bos(), tokenizer.vocabulary().pad());
        SearchRules rules = new SearchRules(tokenizer.vocabulary().bos(), eos, List.of(new SuppressTokens(never)));
        SearchStrategy strategy = beam == 1 ? new GreedySearch(rules) : new BeamSearch(rules);
        SearchOptions options = new SearchOptions(beam, 1, 1, TARGET_LENGTH);
        Random random = new Random(7);
        int batches = Math.max(1, Math.min(sentences, 64) / batch);
        int[][] sources = new int[batch][];
        for (int i = 0; i < batch; i++) {
            sources[i] =
                    random.ints(SOURCE_LENGTH, 4, tokenizer.vocabulary().size()).toArray();
            sources[i][SOURCE_LENGTH - 1] = eos;
        }
        List<SearchRequest> requests = Arrays.stream(sources)
                .map(source -> new SearchRequest(source, options))
                .toList();
        return () -> {
            for (int i = 0; i < batches; i++) {
                var found = strategy.search(model, requests, Deadline.after(Duration.ofMinutes(5)));
                if (found.getFirst().getFirst().tokens().length != TARGET_LENGTH) {
                    throw new IllegalStateException("found an early end");
                }
            }
            int done = batches * batch;
            return new Work.Counts(done, (long) done * SOURCE_LENGTH, (long) done * TARGET_LENGTH);
        };
    }

    private Map<Work, Series> measure(List<Work> all, @Nullable Peer peer) throws IOException {
        Map<Work, Series> series = new LinkedHashMap<>();
        all.forEach(work -> {
            series.put(work, new Series());
            var unused = work.run().once(); // warm
        });
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int round = 0; round < rounds; round++) {
            for (Work work : all) {
                long cpu = system.getProcessCpuTime();
                long wall = System.nanoTime();
                Work.Counts counts = new Work.Counts(0, 0, 0);
                double seconds;
                do {
                    counts = counts.plus(work.run().once());
                    seconds = (System.nanoTime() - wall) / 1e9;
                } while (seconds < SHORTEST_SECONDS);
                Objects.requireNonNull(series.get(work))
                        .add(new Series.Round(counts, seconds, (system.getProcessCpuTime() - cpu) / 1e9));
            }
            if (peer != null) {
                peer.round();
            }
        }
        return series;
    }

    private static void report(Map<Work, Series> all, @Nullable Peer peer) {
        Map<String, Series> first = new LinkedHashMap<>();
        System.out.printf(
                "%-23s %12s %12s %12s %12s   %-20s %s%n",
                "", "sentences/s", "tokens/s", "median", "per cpu s", "to greedy, batch 1", "to Marian, per cpu s");
        if (peer != null) {
            System.out.println(
                    "Marian runs its own, other network on the fixed work: a ratio to it is no ratio of engines alone");
        }
        all.forEach((work, series) -> {
            Series base = first.computeIfAbsent(work.name(), unused -> series);
            String beside = peer != null && work.name().equals("fixed")
                    ? series.ratio(peer.series(work), Series.Round::tokensPerCpuSecond)
                    : "-";
            System.out.printf(
                    "%-23s %12.1f %12.1f %12.1f %12.1f   %-20s %s%n",
                    work.label(),
                    series.best(Series.Round::sentencesPerSecond),
                    series.best(Series.Round::tokensPerSecond),
                    series.median(Series.Round::tokensPerSecond),
                    series.best(Series.Round::tokensPerCpuSecond),
                    series.ratio(base, Series.Round::tokensPerSecond),
                    beside);
        });
    }
}
