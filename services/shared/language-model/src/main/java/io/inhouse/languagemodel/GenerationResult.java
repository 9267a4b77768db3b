package io.inhouse.languagemodel;

/**
 * @param text the completion without stop string and special tokens; exactly what the listener heard
 * @param tokenIds the generated tokens, the end-of-text token not among them
 * @param completionTokens generated tokens including an end-of-text token
 */
@SuppressWarnings("ArrayRecordComponent")
public record GenerationResult(
        String text, int[] tokenIds, FinishReason finishReason, int promptTokens, int completionTokens) {}
