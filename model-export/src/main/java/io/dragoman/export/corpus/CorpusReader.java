package io.dragoman.export.corpus;

import io.dragoman.engine.text.TextNormalizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads sentence pairs from one tab-separated file or from two parallel files, gzip (by content) or plain.
 *
 * <p>Bad lines are counted with their reason and left out; more of them than the filter allows is an error.
 */
public final class CorpusReader {
    private final TextNormalizer source;
    private final TextNormalizer target;
    private final CorpusFilter filter;

    public CorpusReader(TextNormalizer source, TextNormalizer target, CorpusFilter filter) {
        this.source = source;
        this.target = target;
        this.filter = filter;
    }

    /** Pairs from columns of one tab-separated file; columns count from 0. */
    public ParallelCorpus readTsv(Path file, int sourceColumn, int targetColumn) {
        List<@Nullable String> lines = TextContent.lines(file);
        Collector collector = new Collector(file.toString());
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line == null) {
                collector.drop(DropReason.NOT_UTF8, i);
                continue;
            }
            String[] columns = line.split("\t", -1);
            if (columns.length <= Math.max(sourceColumn, targetColumn)) {
                collector.drop(DropReason.MISSING_COLUMN, i);
            } else {
                collector.add(columns[sourceColumn], columns[targetColumn], i);
            }
        }
        return collector.finish(lines.size());
    }

    /** Pairs from line i of one file and line i of the other. */
    public ParallelCorpus readParallel(Path sourceFile, Path targetFile) {
        List<@Nullable String> sources = TextContent.lines(sourceFile);
        List<@Nullable String> targets = TextContent.lines(targetFile);
        if (sources.size() != targets.size()) {
            throw new CorpusException("parallel files are not aligned: " + sourceFile + " has " + sources.size()
                    + " lines, " + targetFile + " has " + targets.size() + "; expected the same number");
        }
        Collector collector = new Collector(sourceFile + " + " + targetFile);
        for (int i = 0; i < sources.size(); i++) {
            String sourceLine = sources.get(i);
            String targetLine = targets.get(i);
            if (sourceLine == null || targetLine == null) {
                collector.drop(DropReason.NOT_UTF8, i);
            } else {
                collector.add(sourceLine, targetLine, i);
            }
        }
        return collector.finish(sources.size());
    }

    private final class Collector {
        private final String name;
        private final CorpusReport.Builder report;
        private final List<SentencePair> pairs = new ArrayList<>();

        Collector(String name) {
            this.name = name;
            this.report = new CorpusReport.Builder(name);
        }

        void drop(DropReason reason, int index) {
            report.drop(reason, index + 1);
        }

        void add(String sourceText, String targetText, int index) {
            SentencePair pair = new SentencePair(source.apply(sourceText), target.apply(targetText));
            Optional<DropReason> reason = filter.check(pair);
            reason.ifPresentOrElse(r -> drop(r, index), () -> pairs.add(pair));
        }

        ParallelCorpus finish(int lines) {
            CorpusReport done = report.build(lines);
            if (lines == 0) {
                throw new CorpusException(name + " is empty; expected one sentence pair a line");
            }
            require(done, done.droppedTotal(), "bad lines", filter.maxBadShare());
            require(
                    done,
                    done.dropped().getOrDefault(DropReason.TOO_LONG, 0),
                    "over-long lines",
                    filter.maxLongShare());
            return new ParallelCorpus(pairs, done);
        }

        private void require(CorpusReport done, int found, String what, double most) {
            if (found > most * done.lines()) {
                throw new CorpusException(String.format(
                        Locale.ROOT,
                        "too many %s in %s: %.1f %% of %,d, at most %.1f %% allowed; dropped %s",
                        what,
                        name,
                        100.0 * found / done.lines(),
                        done.lines(),
                        100 * most,
                        done.reasons()));
            }
        }
    }
}
