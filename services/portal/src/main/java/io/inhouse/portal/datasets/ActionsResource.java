package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.datasets.client.PersonalDataAction;
import io.inhouse.datasets.client.PersonalDataType;
import io.inhouse.datasets.client.VersionChange;
import io.inhouse.portal.page.Refusal;
import io.inhouse.portal.session.Roles;
import io.inhouse.portal.session.Session;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jspecify.annotations.Nullable;

/** Decides what happens to each kind of personal data. */
@Path(VersionAddress.PATH + "/actions")
@Blocking
public class ActionsResource {
    private final Session session;
    private final VersionPages pages;
    private final DatasetsApi datasets;

    ActionsResource(Session session, VersionPages pages, @RestClient DatasetsApi datasets) {
        this.session = session;
        this.pages = pages;
        this.datasets = datasets;
    }

    /** A form that got lost on the way through the sign-in page arrives like this. */
    @GET
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response lost(@BeanParam VersionAddress at) {
        return Response.seeOther(at.after(VersionPages.LOST)).build();
    }

    @POST
    @RolesAllowed(Roles.DATA_STEWARD)
    public Response decide(@BeanParam VersionAddress at, MultivaluedMap<String, String> form) {
        try {
            datasets.changeVersion(
                    session.bearer(), at.project(), at.dataset(), at.version(), new VersionChange(actions(form)));
        } catch (ClientWebApplicationException e) {
            Refusal refusal = Refusal.of(e);
            if (!refusal.correctable()) {
                throw e;
            }
            return pages.again(at, refusal.status(), pages.because(refusal), "");
        }
        return Response.seeOther(back(at, form.getFirst("back"))).build();
    }

    /** To the file from which the person came, or to the version; nowhere else. */
    static URI back(VersionAddress at, @Nullable String asked) {
        if (asked != null && asked.startsWith(at.path() + "/files/")) {
            try {
                URI file = new URI(asked);
                if (!file.getPath().contains("..")) {
                    return file;
                }
            } catch (URISyntaxException e) {
                // None of ours.
            }
        }
        return at.after(VersionPages.DECIDED);
    }

    private static Map<PersonalDataType, PersonalDataAction> actions(MultivaluedMap<String, String> form) {
        Map<PersonalDataType, PersonalDataAction> actions = new EnumMap<>(PersonalDataType.class);
        for (PersonalDataType type : PersonalDataType.values()) {
            String chosen = form.getFirst(type.name());
            for (PersonalDataAction action : PersonalDataAction.values()) {
                if (action.code().equals(chosen)) {
                    actions.put(type, action);
                }
            }
        }
        return actions;
    }
}
