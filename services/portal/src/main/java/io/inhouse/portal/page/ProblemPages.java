package io.inhouse.portal.page;

import io.inhouse.portal.language.Spoken;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.ForbiddenException;
import io.vertx.ext.auth.prng.VertxContextPRNG;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What a person sees when something went wrong: a page that says what, and what to do. Causes stay in the log. */
@RequestScoped
class ProblemPages {
    private static final Logger LOG = Logger.getLogger(ProblemPages.class);

    private final Frames frames;
    private final PageWords words;

    ProblemPages(Frames frames, @Spoken PageWords words) {
        this.frames = frames;
        this.words = words;
    }

    @CheckedTemplate(basePath = "page")
    static class Templates {
        static native TemplateInstance problem(Frame frame, String text, boolean signIn);
    }

    Response foreignForm() {
        return page(403, words.foreignForm(), words.foreignFormText(), false);
    }

    @ServerExceptionMapper(ForbiddenException.class)
    Response forbidden() {
        return page(403, words.forbidden(), words.forbiddenText(), false);
    }

    /** A server of the platform refused what the person asked for. */
    @ServerExceptionMapper
    Response refused(ClientWebApplicationException failure) {
        Refusal refusal = Refusal.of(failure);
        return switch (refusal.status()) {
            case 401 -> page(401, words.sessionEnded(), words.sessionEndedText(), true);
            case 403 -> page(403, words.forbidden(), words.forbiddenText(), false);
            case 404 -> page(404, words.notFound(), words.notFoundText(), false);
            case 502, 503, 504 -> unavailable(failure);
            default ->
                refusal.status() >= 500
                        ? internal(failure)
                        : page(
                                refusal.status(),
                                words.refused(),
                                refusal.detail().isEmpty() ? words.noReason() : refusal.detail(),
                                false);
        };
    }

    /** A server of the platform could not be reached. */
    @ServerExceptionMapper
    Response unreachable(ProcessingException failure) {
        return unavailable(failure);
    }

    @ServerExceptionMapper
    Response other(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        if (status == 404) {
            return page(404, words.notFound(), words.notFoundText(), false);
        }
        return status < 400
                ? failure.getResponse()
                : status < 500 ? page(status, words.refused(), words.noReason(), false) : internal(failure);
    }

    @ServerExceptionMapper
    Response internal(Throwable failure) {
        String id = VertxContextPRNG.current().nextString(9);
        LOG.errorf(failure, "Page failed id=%s", id);
        return page(500, words.internal(), words.internalText(id), false);
    }

    private Response unavailable(Exception failure) {
        LOG.warnf("Part of the platform does not answer cause=%s", failure.getMessage());
        return page(503, words.unavailable(), words.unavailableText(), false);
    }

    private Response page(int status, String title, String text, boolean signIn) {
        return Html.of(status, Templates.problem(frames.of(title), text, signIn));
    }
}
