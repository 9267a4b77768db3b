package io.inhouse.portal.page;

import io.inhouse.portal.session.Visitor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands around every page.
 *
 * @param language of the page, for {@code <html lang>}
 * @param visitor null on pages that anybody may see
 * @param project the project in the page's address, or the visitor's only one
 * @param navigation empty on pages that anybody may see
 * @param formToken goes into every form, see {@link FormTokens}
 */
public record Frame(
        String title,
        String language,
        @Nullable Visitor visitor,
        @Nullable String project,
        List<Link> navigation,
        String formToken,
        @Nullable Notice notice) {
    public Frame with(@Nullable Notice other) {
        return new Frame(title, language, visitor, project, navigation, formToken, other);
    }

    public boolean hasOtherProjects() {
        return visitor != null && visitor.projects().size() > 1;
    }
}
