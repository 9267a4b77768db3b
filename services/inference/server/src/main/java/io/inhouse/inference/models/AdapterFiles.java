package io.inhouse.inference.models;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.ServiceToken;
import io.inhouse.registry.client.ModelFile;
import io.inhouse.registry.client.ModelsApi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Fetches an adapter's files from the registry. */
@ApplicationScoped
public class AdapterFiles {
    private final ModelsApi registry;
    private final ServiceToken serviceToken;

    AdapterFiles(@RestClient ModelsApi registry, ServiceToken serviceToken) {
        this.registry = registry;
        this.serviceToken = serviceToken;
    }

    /**
     * Writes the adapter's files into an existing directory; they are not checked yet.
     *
     * @throws PlatformException {@code UPSTREAM_UNAVAILABLE} if the registry does not deliver them
     */
    public void fetch(ServedModel.Adapter adapter, Path directory) {
        try {
            for (ModelFile file : adapter.files()) {
                Path target = directory.resolve(file.name()).normalize();
                if (!directory.equals(target.getParent())) {
                    throw new IOException("an adapter's file is named " + file.name());
                }
                try (InputStream in =
                        registry.file(serviceToken.bearer(), adapter.project(), adapter.id(), file.name())) {
                    Files.copy(in, target);
                }
            }
        } catch (IOException | ProcessingException | WebApplicationException e) {
            throw new PlatformException(
                    Failure.UPSTREAM_UNAVAILABLE,
                    "The model registry does not deliver the adapter. Try again later.",
                    Map.of("retryAfterSeconds", 5),
                    e);
        }
    }
}
