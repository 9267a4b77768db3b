package io.inhouse.portal.page;

import io.inhouse.portal.language.Language;
import io.inhouse.portal.session.Session;
import io.inhouse.portal.session.Visitor;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the frame for the request at hand. */
@RequestScoped
public class Frames {
    private final Session session;
    private final FormTokens tokens;
    private final Language language;
    private final Navigation navigation;

    Frames(Session session, FormTokens tokens, Language language, Navigation navigation) {
        this.session = session;
        this.tokens = tokens;
        this.language = language;
        this.navigation = navigation;
    }

    public Frame of(String title) {
        return of(title, null);
    }

    /** @param project in the page's address; null on pages of no project */
    public Frame of(String title, @Nullable String project) {
        Visitor visitor = session.visitor().orElse(null);
        String shown = project == null && visitor != null ? visitor.onlyProject() : project;
        return new Frame(
                title,
                language.tag(),
                visitor,
                shown,
                visitor == null ? List.of() : navigation.links(visitor, shown),
                tokens.current(),
                null);
    }
}
