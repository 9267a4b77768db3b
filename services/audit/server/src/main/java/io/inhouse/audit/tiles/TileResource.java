package io.inhouse.audit.tiles;

import io.inhouse.identity.Roles;
import io.inhouse.ledger.Tile;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * The log's prefix for foreign tools. Tree head and hashes are for everybody: they say how many entries there are and nothing
 * about them. Entries hold pseudonyms, which are personal data, and are for compliance officers.
 */
@Path("/log")
public class TileResource {
    private static final String FOR_EVER = "max-age=31536000, immutable";

    private final Tiles tiles;

    TileResource(Tiles tiles) {
        this.tiles = tiles;
    }

    @GET
    @Path("checkpoint")
    @APIResponse(responseCode = "200", content = @Content(mediaType = "text/plain"))
    @PermitAll
    public Response checkpoint() {
        return Response.ok(tiles.checkpoint(), "text/plain; charset=utf-8")
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }

    @GET
    @Path("tile/{level: [0-9]+}/{index: .+}")
    @APIResponse(responseCode = "200", content = @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM))
    @PermitAll
    public Response hashes(@PathParam("level") String level, @PathParam("index") String index) {
        return tile("tile/" + level + "/" + index, "public, " + FOR_EVER);
    }

    @GET
    @Path("tile/entries/{index: .+}")
    @APIResponse(responseCode = "200", content = @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM))
    @RolesAllowed(Roles.COMPLIANCE_OFFICER)
    public Response entries(@PathParam("index") String index) {
        return tile("tile/entries/" + index, "private, " + FOR_EVER);
    }

    private Response tile(String path, String caching) {
        Tile tile;
        try {
            tile = Tile.parse(path);
        } catch (IllegalArgumentException e) {
            throw Tiles.missing(path);
        }
        return Response.ok(tiles.read(tile), MediaType.APPLICATION_OCTET_STREAM)
                .header(HttpHeaders.CACHE_CONTROL, caching)
                .build();
    }
}
