package io.inhouse.tuning.client;

import org.jspecify.annotations.Nullable;

/**
 * What a training brought.
 *
 * @param baseExactMatch share of held-out rows that the base model completes exactly (greedy, after stripping), 0 to 1;
 *     null if all held-out rows are texts: nothing is asked of a text, so no answer can be right
 * @param tunedExactMatch the same with the adapter
 * @param heldOutRows rows the two shares are over; 0 if there were none, and the shares are 0. A text is one row
 * @param tokens real tokens, prompt and completion, that went through forward and backward
 * @param trainSeconds without preparation and evaluation
 * @param peakRssMb the kernel's high-water mark of the trainer's resident memory, in 10^6 bytes
 * @param flops estimate of the floating-point operations spent
 * @param resumedAtStep step from which the last attempt went on; 0 if it began at the beginning
 * @param codeVersion version of the trainer
 * @param hardware what the result depends on: libtorch build, processor or GPU kind, threads
 * @param measuredBy {@code exact-match}, {@code perplexity} (texts), {@code exact-match-and-perplexity} (each over its own kind
 *     of rows) or {@code nothing}; null, as all that follows, in results of versions that knew no texts
 * @param baseTextLoss mean loss of the base model over all tokens of the held-out texts, in nats; null without texts
 * @param tunedTextLoss the same with the adapter
 * @param basePerplexity exponential of {@code baseTextLoss}: among how many equally likely tokens the model seems to choose
 * @param textTokens tokens of the held-out texts that the losses are over
 * @param trainExamples rows as training counts them in batches and epochs: a text that exceeds the context is several, one for
 *     each window
 * @param chosenStep the step whose adapter this is, if held-out rows chose it; null: the last
 * @param chosenHeldOutLoss its mean loss on the held-out rows, the lowest of all evaluations
 */
public record JobResult(
        @Nullable Double baseExactMatch,
        @Nullable Double tunedExactMatch,
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
        String hardware,
        @Nullable String measuredBy,
        @Nullable Double baseTextLoss,
        @Nullable Double tunedTextLoss,
        @Nullable Double basePerplexity,
        @Nullable Double tunedPerplexity,
        long textTokens,
        int trainExamples,
        @Nullable Integer chosenStep,
        @Nullable Double chosenHeldOutLoss) {}
