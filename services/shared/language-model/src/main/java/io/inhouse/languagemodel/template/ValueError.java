package io.inhouse.languagemodel.template;

/** An operation does not fit its values; the evaluator adds the template's line. */
final class ValueError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ValueError(String message) {
        super(message, null, false, false);
    }
}
