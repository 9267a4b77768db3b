package io.inhouse.datasets.documents;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The documents that can be read, by the endings of their names. What a file really is, its first bytes have to confirm. */
public enum DocumentFormat {
    PDF("pdf"),
    DOCX("docx"),
    HTML("html", "htm", "xhtml"),
    TEXT("txt", "text", "md", "markdown");

    private final String[] endings;

    DocumentFormat(String... endings) {
        this.endings = endings;
    }

    public static Optional<DocumentFormat> of(String filename) {
        String lower = filename.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> Arrays.stream(format.endings).anyMatch(ending -> lower.endsWith("." + ending)))
                .findFirst();
    }
}
