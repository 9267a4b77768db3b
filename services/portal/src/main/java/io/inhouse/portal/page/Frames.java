package io.inhouse.portal.page;

import io.inhouse.portal.session.Session;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Makes the frame for the request at hand. */
@RequestScoped
public class Frames {
    private final Session session;
    private final FormTokens tokens;

    Frames(Session session, FormTokens tokens) {
        this.session = session;
        this.tokens = tokens;
    }

    public Frame of(String title) {
        return of(title, null);
    }

    public Frame of(String title, @Nullable String project) {
        return new Frame(title, session.visitor().orElse(null), project, tokens.current(), null);
    }
}
