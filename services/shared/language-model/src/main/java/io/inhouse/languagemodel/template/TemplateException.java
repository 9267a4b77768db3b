package io.inhouse.languagemodel.template;

/** A chat template cannot be read, cannot be rendered with these messages, or refused them. Names the template's line. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean raisedByTemplate;

    TemplateException(int line, String message) {
        this("chat template, line " + line + ": " + message, false);
    }

    TemplateException(String message, boolean raisedByTemplate) {
        super(message);
        this.raisedByTemplate = raisedByTemplate;
    }

    /** Whether the template itself refused the messages ({@code raise_exception}): the caller's mistake, not the model's. */
    public boolean raisedByTemplate() {
        return raisedByTemplate;
    }
}
