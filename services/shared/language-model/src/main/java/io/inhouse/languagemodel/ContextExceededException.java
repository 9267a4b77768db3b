package io.inhouse.languagemodel;

/** A prompt leaves no room in the model's context. */
public class ContextExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int promptTokens;
    private final int contextLength;

    public ContextExceededException(int promptTokens, int contextLength) {
        super("the prompt has " + promptTokens + " tokens; the model's context holds " + contextLength
                + " for prompt and completion together");
        this.promptTokens = promptTokens;
        this.contextLength = contextLength;
    }

    public int promptTokens() {
        return promptTokens;
    }

    public int contextLength() {
        return contextLength;
    }
}
