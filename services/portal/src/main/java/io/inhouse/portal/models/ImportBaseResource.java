package io.inhouse.portal.models;

import io.inhouse.portal.language.Spoken;
import io.inhouse.portal.page.Decisions;
import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.page.Html;
import io.inhouse.portal.page.Notice;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.registry.client.ModelsApi;
import io.inhouse.registry.client.NewBaseModel;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The platform's base models, and the form with which its administrator imports one. */
@Path(ImportBaseResource.PATH)
@Blocking
public class ImportBaseResource {
    static final String PATH = "/base-models";

    /** Those who administer the platform do so in no project. */
    private static final String PLATFORM = "platform";

    private final Session session;
    private final Frames frames;
    private final ModelWords words;
    private final Decisions decisions;
    private final ModelsApi models;

    ImportBaseResource(
            Session session,
            Frames frames,
            @Spoken ModelWords words,
            Decisions decisions,
            @RestClient ModelsApi models) {
        this.session = session;
        this.frames = frames;
        this.words = words;
        this.decisions = decisions;
        this.models = models;
    }

    /** What the administrator has written into the form. */
    public record Entered(
            @RestForm @Nullable String name,
            @RestForm @Nullable String directory,
            @RestForm @Nullable String licence,
            @RestForm @Nullable String source,
            @RestForm @Nullable String expectedDigest) {
        static final Entered NOTHING = new Entered(null, null, null, null, null);

        NewBaseModel model() {
            return new NewBaseModel(
                    text(name),
                    text(directory),
                    text(licence),
                    text(source),
                    text(expectedDigest).isEmpty() ? null : text(expectedDigest));
        }

        private static String text(@Nullable String field) {
            return Objects.requireNonNullElse(field, "").strip();
        }
    }

    @CheckedTemplate(basePath = "models")
    static class Templates {
        static native TemplateInstance imports(Frame frame, List<BaseModel> known, NewBaseModel entered);
    }

    /** @param done name of the model that was imported, or {@link Decisions#LOST} */
    @GET
    @RolesAllowed(Roles.PLATFORM_ADMIN)
    public Response form(@QueryParam("done") @Nullable String done) {
        List<BaseModel> known = known();
        return page(200, known, notice(known, done), Entered.NOTHING);
    }

    @POST
    @RolesAllowed(Roles.PLATFORM_ADMIN)
    public Response run(@BeanParam Entered entered) {
        try {
            BaseModel model = models.importBase(session.bearer(), PLATFORM, entered.model());
            return Response.seeOther(UriBuilder.fromPath(PATH)
                            .queryParam("done", "{done}")
                            .build(model.name()))
                    .build();
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable() && refusal.status() != 404) {
                throw e;
            }
            return page(refusal.status(), known(), Notice.refused(words.notImported(), refusal.detail()), entered);
        }
    }

    private List<BaseModel> known() {
        return models.list(session.bearer(), PLATFORM).baseModels();
    }

    /** Only a model that is there is announced. */
    private @Nullable Notice notice(List<BaseModel> known, @Nullable String done) {
        if (Decisions.LOST.equals(done)) {
            return decisions.lost();
        }
        return known.stream().anyMatch(model -> model.name().equals(done))
                ? Notice.done(words.imported(), words.importedText(Objects.requireNonNull(done)))
                : null;
    }

    private Response page(int status, List<BaseModel> known, @Nullable Notice notice, Entered entered) {
        return Html.of(status, Templates.imports(frames.of(words.baseModels()).with(notice), known, entered.model()));
    }
}
