package io.inhouse.inference.generation;

/** Hears how an answer comes about. All calls come from one thread at a time, in order; one of the last two ends it. */
public interface Output {
    /** @param text what is new, never empty */
    void text(String text);

    /** Whether anybody still wants the answer; asked before every token. */
    boolean wanted();

    void finished(Completion completion);

    /** The answer could not be computed to its end. */
    void failed(Throwable reason);

    /**
     * @param text the whole answer
     * @param reason {@code stop}, {@code length} or {@code cancelled}
     */
    record Completion(String text, String reason, int promptTokens, int completionTokens) {}
}
