package io.dragoman.export.training;

/**
 * One row of metrics.csv, written after each epoch.
 *
 * @param trainLoss mean smoothed loss over the epoch's target tokens, nats
 * @param devLoss mean unsmoothed loss over dev tokens, nats
 * @param devBleu greedy, multi-reference, cased, tokenizer 13a
 * @param devChrf the same outputs
 * @param devExact the same outputs: per cent equal to a reference; NaN in a file of an older version
 * @param tokensPerSecond target tokens a second of process CPU time, evaluation left out
 * @param cpuMinutes process CPU time of the run so far, all sittings
 */
public record EpochMetrics(
        int epoch,
        int step,
        double learningRate,
        double trainLoss,
        double devLoss,
        double devBleu,
        double devChrf,
        double devExact,
        double tokensPerSecond,
        double cpuMinutes) {

    static final String HEADER =
            "epoch,step,learning_rate,train_loss,dev_loss,dev_bleu,dev_chrf,tokens_per_cpu_second,cpu_minutes,dev_exact";

    String csv() {
        return String.format(
                java.util.Locale.ROOT,
                "%d,%d,%.6g,%.4f,%.4f,%.2f,%.2f,%.0f,%.3f,%.2f",
                epoch,
                step,
                learningRate,
                trainLoss,
                devLoss,
                devBleu,
                devChrf,
                tokensPerSecond,
                cpuMinutes,
                devExact);
    }

    static EpochMetrics parse(String line) {
        String[] f = line.split(",");
        return new EpochMetrics(
                Integer.parseInt(f[0]),
                Integer.parseInt(f[1]),
                Double.parseDouble(f[2]),
                Double.parseDouble(f[3]),
                Double.parseDouble(f[4]),
                Double.parseDouble(f[5]),
                Double.parseDouble(f[6]),
                f.length > 9 ? Double.parseDouble(f[9]) : Double.NaN,
                Double.parseDouble(f[7]),
                Double.parseDouble(f[8]));
    }
}
