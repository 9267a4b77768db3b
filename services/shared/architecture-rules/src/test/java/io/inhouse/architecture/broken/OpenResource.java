package io.inhouse.architecture.broken;

import io.inhouse.architecture.broken.rows.ThingEntity;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;

/** Anybody may call it, it exposes rows, knows the time by itself and speaks the wrong dialect. */
@Path("/v1/open")
public class OpenResource {
    @GET
    public List<ThingEntity> things() {
        if (Instant.now().getEpochSecond() < 0) {
            throw new RuntimeException("before 1970");
        }
        System.out.println("hello");
        return List.of();
    }
}
