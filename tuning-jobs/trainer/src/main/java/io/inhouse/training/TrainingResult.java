package io.inhouse.training;

import java.nio.file.Path;

/**
 * @param adapterDirectory holds adapter_model.safetensors and adapter_config.json
 * @param adapterDigest {@code sha256:…} over both files
 * @param steps of the whole job
 * @param tokens of the rows read in this run: prompt, completion, begin and end; no padding
 * @param seconds of training in this run, snapshots included
 * @param firstLoss of the very first step
 * @param lastLoss of the last step
 */
public record TrainingResult(
        Path adapterDirectory,
        String adapterDigest,
        long steps,
        long tokens,
        double seconds,
        double firstLoss,
        double lastLoss) {
    public double tokensPerSecond() {
        return seconds > 0 ? tokens / seconds : 0;
    }
}
