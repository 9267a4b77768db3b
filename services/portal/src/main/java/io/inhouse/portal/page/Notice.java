package io.inhouse.portal.page;

/** A message on top of a page: what was done, or why it was not. */
public record Notice(Kind kind, String title, String text) {
    public enum Kind {
        DONE,
        REFUSED
    }

    public static Notice done(String title, String text) {
        return new Notice(Kind.DONE, title, text);
    }

    public static Notice refused(String title, String text) {
        return new Notice(Kind.REFUSED, title, text);
    }

    public boolean isRefused() {
        return kind == Kind.REFUSED;
    }
}
