package io.inhouse.datasets.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How the rows of a file are found. */
public enum FileKind {
    /** JSON Lines, plain or gzip: one row per line. */
    @JsonProperty("jsonl")
    JSONL,
    /** A table with a line of headings: one row per line of the table, its columns assigned by {@link ColumnMapping}. */
    @JsonProperty("csv")
    CSV,
    /** PDF, DOCX, HTML, Markdown or plain text: rows of raw text. */
    @JsonProperty("document")
    DOCUMENT;

    /** The spelling in JSON and in the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such kind */
    public static FileKind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
