package io.inhouse.portal.keys;

import io.inhouse.inference.client.IssuedKey;
import io.inhouse.inference.client.KeysApi;
import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.auth.prng.VertxContextPRNG;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jspecify.annotations.Nullable;

/** Makes a key. The answer to the form is the only page that shows its secret; sent twice, the form is one key. */
@Path(KeyAddress.LIST + "/new")
@Blocking
public class NewKeyResource {
    private static final int ORDER_BYTES = 18;

    private final Session session;
    private final Frames frames;
    private final KeyWords words;
    private final KeyPages pages;
    private final KeysApi keys;
    private final Choices choices;

    NewKeyResource(
            Session session,
            Frames frames,
            @Spoken KeyWords words,
            KeyPages pages,
            @RestClient KeysApi keys,
            Choices choices) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.pages = pages;
        this.keys = keys;
        this.choices = choices;
    }

    @CheckedTemplate(basePath = "keys")
    static class Templates {
        static native TemplateInstance form(
                Frame frame, String address, NewKeyForm form, List<String> models, List<String> purposes);
    }

    @GET
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response form(@PathParam("project") String project) {
        return form(project, 200, NewKeyForm.fresh(VertxContextPRNG.current().nextString(ORDER_BYTES)), null);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ML_ENGINEER)
    public Response create(@PathParam("project") String project, MultivaluedMap<String, String> fields) {
        NewKeyForm form = NewKeyForm.of(fields);
        if (form.restriction().saysNothing()) {
            return form(project, 422, form, Notice.refused(words.notMade(), words.noModel()));
        }
        try {
            IssuedKey made =
                    keys.create(session.bearer(), project, form.order().isEmpty() ? null : form.order(), form.key());
            return pages.secret(project, 200, made.key(), made.secret());
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable()) {
                throw e;
            }
            return form(project, refusal.status(), form, Notice.refused(words.notMade(), refusal.detail()));
        }
    }

    private Response form(String project, int status, NewKeyForm form, @Nullable Notice notice) {
        return KeyPages.html(
                status,
                Templates.form(
                        frames.of(words.newKey(), project).with(notice),
                        KeyAddress.list(project),
                        form,
                        choices.models(project, List.of()),
                        choices.purposes(project)));
    }
}
