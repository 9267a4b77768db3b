package io.inhouse.portal.page;

import io.inhouse.portal.session.Visitor;
import org.jspecify.annotations.Nullable;

/**
 * What stands around every page.
 *
 * @param visitor null on pages that anybody may see
 * @param project the project in the page's address
 * @param formToken goes into every form, see {@link FormTokens}
 */
public record Frame(
        String title,
        @Nullable Visitor visitor,
        @Nullable String project,
        String formToken,
        @Nullable Notice notice) {
    public Frame with(@Nullable Notice other) {
        return new Frame(title, visitor, project, formToken, other);
    }

    public boolean isOfficer() {
        return visitor != null && visitor.officer();
    }

    public boolean hasOtherProjects() {
        return visitor != null && visitor.projects().size() > 1;
    }
}
