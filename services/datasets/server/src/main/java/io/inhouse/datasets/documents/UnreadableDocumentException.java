package io.inhouse.datasets.documents;

import java.io.IOException;

/** A document of which no text can be had. The message tells its owner why and what to do. */
public final class UnreadableDocumentException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableDocumentException(String message) {
        super(message);
    }
}
