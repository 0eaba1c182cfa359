package io.dragoman.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.engine.TinyBundle;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.bundle.VocabularySpec;
import io.dragoman.engine.model.DecoderLoop;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.GpuMemory;
import io.dragoman.engine.model.Placement;
import io.dragoman.engine.model.Seq2SeqModel;
import io.dragoman.engine.search.BeamSearch;
import io.dragoman.engine.search.Deadline;
import io.dragoman.engine.search.DeadlineExceededException;
import io.dragoman.engine.search.GraphSearch;
import io.dragoman.engine.search.GreedySearch;
import io.dragoman.engine.search.Hypothesis;
import io.dragoman.engine.search.SearchOptions;
import io.dragoman.engine.search.SearchRequest;
import io.dragoman.engine.search.SearchRules;
import io.dragoman.engine.search.SearchStrategy;
import io.dragoman.engine.search.SuppressTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The search that runs inside the graph finds what the search from outside finds. */
class BeamGraphTest {
    private static final SearchStrategy NEVER = (model, requests, deadline) -> {
        throw new AssertionError("searched step by step, expected the graph's own loop");
    };

    private static Seq2SeqModel model;
    private static VocabularySpec vocabulary;

    @BeforeAll
    static void load() {
        vocabulary = ModelBundle.load(TinyBundle.folder()).manifest().vocabulary();
        model = inGraph(TinyBundle.folder());
    }

    private static Seq2SeqModel inGraph(Path bundle) {
        return OnnxModels.load(
                ModelBundle.load(bundle), Placement.on(Device.CPU), GpuMemory.DEFAULT, 1, DecoderLoop.GRAPH);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static SearchRules rules() {
        return new SearchRules(
                vocabulary.bos(),
                vocabulary.eos(),
                List.of(new SuppressTokens(Set.of(vocabulary.bos(), vocabulary.pad()))));
    }

    private static GraphSearch graphSearch() {
        return new GraphSearch(rules(), NEVER);
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofMinutes(1));
    }

    /** Sources of random ids and lengths, each with wishes of its own. */
    private static List<SearchRequest> requests(int count, int beamSize, long seed) {
        return requests(count, beamSize, seed, 0);
    }

    private static List<SearchRequest> requests(int count, int beamSize, long seed, int blockedNgram) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    int[] source = random.ints(1 + random.nextInt(12), 0, vocabulary.size())
                            .filter(id -> id != vocabulary.pad())
                            .toArray();
                    int[] ended = java.util.Arrays.copyOf(source, source.length + 1);
                    ended[source.length] = vocabulary.eos();
                    return new SearchRequest(
                            ended,
                            new SearchOptions(
                                    beamSize,
                                    1 + random.nextInt(beamSize),
                                    random.nextInt(3) * 0.6,
                                    1 + random.nextInt(20),
                                    blockedNgram));
                })
                .toList();
    }

    private static SearchStrategy steps(int beamSize) {
        return beamSize == 1 ? new GreedySearch(rules()) : new BeamSearch(rules());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "2, 9", "4, 1", "5, 16", "16, 5"})
    void findsTheSameHypothesesWithTheSameScores(int beamSize, int batch) {
        for (long seed = 1; seed <= 25; seed++) {
            List<SearchRequest> requests = requests(batch, beamSize, seed);

            List<List<Hypothesis>> found = graphSearch().search(model, requests, soon());

            assertThat(found)
                    .usingRecursiveComparison()
                    .isEqualTo(steps(beamSize).search(model, requests, soon()));
        }
    }

    @Test
    void nothingNeedsToBeSuppressed() {
        SearchRules all = new SearchRules(vocabulary.bos(), vocabulary.eos(), List.of());
        List<SearchRequest> requests = requests(7, 3, 1);

        assertThat(new GraphSearch(all, NEVER).search(model, requests, soon()))
                .usingRecursiveComparison()
                .isEqualTo(new BeamSearch(all).search(model, requests, soon()));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 1, 7", "1, 5, 9", "2, 1, 9", "2, 4, 6", "3, 5, 16", "3, 16, 3", "10, 4, 8"})
    void blocksTheSameNgrams(int blockedNgram, int beamSize, int batch, @TempDir Path folder) throws IOException {
        int changed = 0;
        try (Seq2SeqModel blocking = inGraph(TinyBundle.blocking(blockedNgram, folder.resolve("bundle")))) {
            for (long seed = 1; seed <= 25; seed++) {
                List<SearchRequest> requests = requests(batch, beamSize, seed, blockedNgram);

                List<List<Hypothesis>> found = graphSearch().search(blocking, requests, soon());

                assertThat(found)
                        .usingRecursiveComparison()
                        .isEqualTo(steps(beamSize).search(blocking, requests, soon()));
                List<List<Hypothesis>> free = graphSearch().search(model, requests(batch, beamSize, seed), soon());
                changed += said(found).equals(said(free)) ? 0 : 1;
            }
        }
        assertThat(changed).as("batches that blocking changed").isPositive();
    }

    private static List<List<Integer>> said(List<List<Hypothesis>> found) {
        return found.stream()
                .flatMap(List::stream)
                .map(hypothesis -> Arrays.stream(hypothesis.tokens()).boxed().toList())
                .toList();
    }

    @Test
    void aRunThatTakesTooLongIsEnded() {
        List<SearchRequest> endless =
                List.of(new SearchRequest(new int[] {vocabulary.eos()}, new SearchOptions(64, 64, 1, 1_000_000)));

        assertThatThrownBy(() -> graphSearch().search(model, endless, Deadline.after(Duration.ofMillis(1))))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("found no end after PT0.001S");
        assertThat(graphSearch().search(model, requests(1, 3, 1), soon())).hasSize(1);
    }
}
