package io.inhouse.languagemodel;

/** Why a completion ended. */
public enum FinishReason {
    /** The model said that it is finished, or a stop string appeared. */
    STOP,
    /** The wanted number of tokens, or the end of the context, was reached. */
    LENGTH,
    /** The listener did not want more. */
    CANCELLED
}
