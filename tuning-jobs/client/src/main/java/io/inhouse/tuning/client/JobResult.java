package io.inhouse.tuning.client;

/**
 * What a training brought.
 *
 * @param baseExactMatch share of held-out rows that the base model completes exactly (greedy, after stripping), 0 to 1
 * @param tunedExactMatch the same with the adapter
 * @param heldOutRows rows the two shares are over; 0 if there were none, and the shares are 0
 * @param tokens real tokens, prompt and completion, that went through forward and backward
 * @param trainSeconds without preparation and evaluation
 * @param peakRssMb the kernel's high-water mark of the trainer's resident memory, in 10^6 bytes
 * @param flops estimate of the floating-point operations spent
 * @param resumedAtStep step from which the last attempt went on; 0 if it began at the beginning
 * @param codeVersion version of the trainer
 * @param hardware what the result depends on: libtorch build, processor or GPU kind, threads
 */
public record JobResult(
        double baseExactMatch,
        double tunedExactMatch,
        int heldOutRows,
        double finalLoss,
        int steps,
        long tokens,
        double trainSeconds,
        double tokensPerSecond,
        double peakRssMb,
        double flops,
        int resumedAtStep,
        String codeVersion,
        String hardware) {}
