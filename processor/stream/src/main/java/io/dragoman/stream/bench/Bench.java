package io.dragoman.stream.bench;

import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.engine.model.Placement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Runs setups in turns over the same texts, batched by length as the application's scheduler would. Threading: for one thread.
 */
final class Bench implements AutoCloseable {
    private final Map<Way, Seq2SeqEngine> engines = new LinkedHashMap<>();
    private final LongAdder targetTokens = new LongAdder();
    private volatile int beamSize;

    /** @throws io.dragoman.engine.model.ModelException where a device cannot be used, or a bundle cannot loop in a graph */
    Bench(Path bundle, List<Way> ways, EngineOptions options) {
        try {
            for (Way way : ways) {
                Seq2SeqEngine engine =
                        Seq2SeqEngine.load(bundle, options.on(way.device()).looping(way.loop()), (model, batch) -> {
                            targetTokens.add(batch.targetTokens());
                            beamSize = batch.beamSize();
                        });
                engines.put(way, engine);
                engine.warmUp();
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    ModelIdentity model() {
        return engines.values().iterator().next().model();
    }

    /** Where the model runs where that was asked for. */
    Placement used(Way asked) {
        return engine(asked).placement();
    }

    /** Of the batch decoded last. */
    int beamSize() {
        return beamSize;
    }

    /**
     * What the first, untimed pass found.
     *
     * @param requests those that generate something
     * @param differing of them, those whose output is not the same in every way
     */
    record Sound(List<GenerationRequest> requests, int differing) {}

    /** @throws BenchException where no text is left, with the last reason, or one failed */
    Sound sound(List<String> texts, GenerationOptions options) {
        List<GenerationRequest> all =
                texts.stream().map(text -> new GenerationRequest(text, options)).toList();
        List<Set<String>> outputs = new ArrayList<>();
        texts.forEach(text -> outputs.add(new HashSet<>()));
        String refused = "no text was given";
        for (Seq2SeqEngine engine : engines.values()) {
            List<Outcome> outcomes = engine.generate(all);
            for (int i = 0; i < all.size(); i++) {
                switch (outcomes.get(i)) {
                    case Outcome.Generated generated -> outputs.get(i).add(generated.text());
                    case Outcome.Rejected rejected ->
                        refused = "the last text was refused: " + rejected.reason() + ", " + rejected.message();
                    case Outcome.Failed failed ->
                        throw new BenchException("a text failed: " + failed.reason() + ", " + failed.message());
                }
            }
        }
        List<GenerationRequest> requests = IntStream.range(0, all.size())
                .filter(i -> !outputs.get(i).isEmpty())
                .mapToObj(all::get)
                .toList();
        if (requests.isEmpty()) {
            throw new BenchException("expected texts that the model can read, found none; " + refused);
        }
        int differing = (int) outputs.stream().filter(found -> found.size() > 1).count();
        return new Sound(requests, differing);
    }

    /**
     * Every setup once a round.
     *
     * @param progress told of each round before it begins, from 1
     */
    List<Figures> measure(List<Setup> setups, List<GenerationRequest> requests, int rounds, IntConsumer progress) {
        Map<Setup, List<Pass>> passes = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            progress.accept(round);
            for (Setup setup : setups) {
                passes.computeIfAbsent(setup, s -> new ArrayList<>()).add(pass(setup, requests));
            }
        }
        List<Pass> first = passes.values().iterator().next();
        return passes.entrySet().stream()
                .map(entry -> Figures.of(entry.getKey(), entry.getValue(), first))
                .toList();
    }

    private Pass pass(Setup setup, List<GenerationRequest> requests) {
        Seq2SeqEngine engine = engine(setup.way());
        List<List<GenerationRequest>> batches = batches(requests, setup.batchSize());
        long before = targetTokens.sum();
        long start = System.nanoTime();
        double[] seconds = new double[batches.size()];
        try (ExecutorService workers = Executors.newFixedThreadPool(setup.workers())) {
            List<Future<Double>> running = batches.stream()
                    .map(batch -> workers.submit(() -> timed(engine, batch)))
                    .toList();
            for (int i = 0; i < seconds.length; i++) {
                seconds[i] = running.get(i).get();
            }
        } catch (ExecutionException e) {
            throw new BenchException("a batch failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
        double all = (System.nanoTime() - start) / 1e9;
        return new Pass(requests.size(), targetTokens.sum() - before, all, seconds);
    }

    private static double timed(Seq2SeqEngine engine, List<GenerationRequest> batch) {
        long start = System.nanoTime();
        for (Outcome outcome : engine.generate(batch)) {
            if (!(outcome instanceof Outcome.Generated)) {
                throw new BenchException("found " + outcome + ", expected what the first pass generated");
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** Neighbours in length, the longest first, so that no worker is left alone with a long one. */
    private static List<List<GenerationRequest>> batches(List<GenerationRequest> requests, int size) {
        List<GenerationRequest> sorted = requests.stream()
                .sorted(Comparator.comparingInt(
                                (GenerationRequest request) -> request.text().length())
                        .reversed())
                .toList();
        List<List<GenerationRequest>> batches = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i += size) {
            batches.add(sorted.subList(i, Math.min(i + size, sorted.size())));
        }
        return batches;
    }

    private Seq2SeqEngine engine(Way way) {
        Seq2SeqEngine engine = engines.get(way);
        if (engine == null) {
            throw new IllegalArgumentException("found " + way + ", expected one of " + engines.keySet());
        }
        return engine;
    }

    @Override
    public void close() {
        engines.values().forEach(Seq2SeqEngine::close);
        engines.clear();
    }
}
