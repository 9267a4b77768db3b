package io.inhouse.portal.models;

import io.inhouse.portal.page.Frame;
import io.inhouse.portal.page.Frames;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.registry.client.ModelsApi;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The card of one base model. */
@Path(ModelsPages.PATH + "/base/{model}")
@Blocking
public class BaseModelResource {
    private final Session session;
    private final Frames frames;
    private final ModelsApi models;

    BaseModelResource(Session session, Frames frames, @RestClient ModelsApi models) {
        this.session = session;
        this.frames = frames;
        this.models = models;
    }

    public record View(String address, String project, BaseModel model, List<Adapter> adapters) {}

    @CheckedTemplate(basePath = "models")
    static class Templates {
        static native TemplateInstance base(Frame frame, View view);
    }

    /** @param id {@code model-…} */
    @GET
    @RolesAllowed({Roles.ML_ENGINEER, Roles.APPROVER, Roles.DATA_STEWARD})
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance base(@PathParam("project") String project, @PathParam("model") String id) {
        BaseModel model = models.base(session.bearer(), project, id);
        List<Adapter> adapters = models.list(session.bearer(), project).adapters().stream()
                .filter(adapter -> adapter.baseModel().equals(model.digest()))
                .toList();
        return Templates.base(
                frames.of(model.name(), project), new View(ModelsPages.address(project), project, model, adapters));
    }
}
