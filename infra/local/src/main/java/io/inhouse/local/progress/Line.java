package io.inhouse.local.progress;

/** The line of one task, while it runs. */
public interface Line {
    /** Says what is happening now, in a few words; the last call wins. */
    void says(String text);

    /** For tasks that nobody watches. */
    Line SILENT = text -> {};
}
