package io.inhouse.languagemodel;

/** Hears a completion while it is made. Called on the generating thread. */
@FunctionalInterface
public interface GenerationListener {
    /** Wants everything and does nothing with it. */
    GenerationListener SILENT = text -> true;

    /**
     * @param text what is new, never empty; all calls together give the completion's text
     * @return whether to go on; false ends the generation as {@link FinishReason#CANCELLED}
     */
    boolean onText(String text);

    /**
     * Called before every token, also when no text is ready.
     *
     * @return whether to go on
     */
    default boolean mayContinue() {
        return true;
    }
}
