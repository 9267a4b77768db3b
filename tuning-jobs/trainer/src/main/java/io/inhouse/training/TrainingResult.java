package io.inhouse.training;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * @param adapterDirectory holds adapter_model.safetensors and adapter_config.json
 * @param adapterDigest {@code sha256:…} over both files
 * @param steps taken in the whole job; fewer than ordered if held-out rows ended it early
 * @param tokens of the rows read in this run: prompt, completion, begin and end; no padding
 * @param seconds of training in this run, snapshots included
 * @param firstLoss of the very first step
 * @param lastLoss of the last step
 * @param chosen the step whose adapter this is, if held-out rows chose it; null: the last
 */
public record TrainingResult(
        Path adapterDirectory,
        String adapterDigest,
        long steps,
        long tokens,
        double seconds,
        double firstLoss,
        double lastLoss,
        @Nullable Chosen chosen) {
    /**
     * @param step counted from 1
     * @param heldOutLoss its loss on the held-out rows, the lowest of all evaluated; in nats
     */
    public record Chosen(long step, double heldOutLoss) {}

    public double tokensPerSecond() {
        return seconds > 0 ? tokens / seconds : 0;
    }
}
