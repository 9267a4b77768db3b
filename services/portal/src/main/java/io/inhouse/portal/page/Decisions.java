package io.inhouse.portal.page;

import io.inhouse.portal.language.Spoken;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.function.Consumer;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jspecify.annotations.Nullable;

/** What all forms with which somebody decides have in common: a reason, a second person, and the page again if it was not to be. */
@RequestScoped
public class Decisions {
    /** In addresses: a form got lost on the way through the sign-in page. */
    public static final String LOST = "lost";

    private final PageWords words;

    Decisions(@Spoken PageWords words) {
        this.words = words;
    }

    /** The page again, with what the person had written. */
    @FunctionalInterface
    public interface Again {
        Response show(int status, Notice notice);
    }

    /**
     * Decides for a reason.
     *
     * @param fourEyes what to tell somebody who had a hand in the thing themselves
     * @param decision sends the stripped reason to the server
     * @param after where the browser goes once it is decided
     */
    public Response decide(
            @Nullable String reason, String fourEyes, Consumer<String> decision, Again again, URI after) {
        if (reason == null || reason.isBlank()) {
            return again.show(422, Notice.refused(words.sayWhy(), words.sayWhyText()));
        }
        return attempt(fourEyes, () -> decision.accept(reason.strip()), again, after);
    }

    /** As {@link #decide}, of what needs no reason. */
    public Response attempt(String fourEyes, Runnable step, Again again, URI after) {
        try {
            step.run();
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable()) {
                throw e;
            }
            return again.show(refusal.status(), because(refusal, fourEyes));
        }
        return Response.seeOther(after).build();
    }

    public Notice because(Refusal refusal, String fourEyes) {
        return refusal.fourEyes()
                ? Notice.refused(words.secondPerson(), fourEyes)
                : Notice.refused(words.notPossible(), refusal.detail());
    }

    public Notice lost() {
        return Notice.refused(words.formLost(), words.formLostText());
    }
}
