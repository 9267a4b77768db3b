package io.inhouse.inference.models;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.ServiceToken;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.AdapterState;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.registry.client.ModelAlias;
import io.inhouse.registry.client.Models;
import io.inhouse.registry.client.ModelsApi;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * What each project can ask. A project's view is fetched when it first asks and followed from then on; while the registry
 * is down the last view is used for a limited time.
 */
@ApplicationScoped
public class ModelCatalogue {
    private static final Logger LOG = Logger.getLogger(ModelCatalogue.class);

    private final ModelsApi registry;
    private final ServiceToken serviceToken;
    private final ModelsConfig config;
    private final Clock clock;
    private final Map<String, View> views = new ConcurrentHashMap<>();
    private final Map<String, Instant> lastAsked = new ConcurrentHashMap<>();

    private record View(Map<String, ServedModel> models, Instant fetched) {}

    ModelCatalogue(@RestClient ModelsApi registry, ServiceToken serviceToken, ModelsConfig config, Clock clock) {
        this.registry = registry;
        this.serviceToken = serviceToken;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Every model that the project can ask, base models first.
     *
     * @throws PlatformException {@code UPSTREAM_UNAVAILABLE} if the registry has not answered for too long
     */
    public Collection<ServedModel> of(String project) {
        return view(project).models().values();
    }

    /** @throws PlatformException as {@link #of} */
    public Optional<ServedModel> find(String project, String name) {
        return Optional.ofNullable(view(project).models().get(name));
    }

    /** Whether any project that is followed can still ask this adapter. */
    public boolean serves(String adapterDigest) {
        return views.values().stream()
                .flatMap(view -> view.models().values().stream())
                .flatMap(model -> model.adapter().stream())
                .anyMatch(adapter -> adapter.digest().equals(adapterDigest));
    }

    private View view(String project) {
        lastAsked.put(project, clock.instant());
        View view = views.get(project);
        if (view == null || isStale(view)) {
            try {
                view = fetch(project);
                views.put(project, view);
            } catch (ProcessingException | WebApplicationException | IllegalStateException e) {
                throw new PlatformException(
                        Failure.UPSTREAM_UNAVAILABLE,
                        "The model registry does not answer, so it is not known which models are approved. Try again later.",
                        Map.of("retryAfterSeconds", 5),
                        e);
            }
        }
        return view;
    }

    private boolean isStale(View view) {
        return Duration.between(view.fetched(), clock.instant()).compareTo(config.staleAfter()) > 0;
    }

    @Scheduled(
            every = "${inhouse.serving.models.poll-interval:2S}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void follow() {
        Instant forgotten = clock.instant().minus(config.forgetAfter());
        for (Map.Entry<String, Instant> asked : Map.copyOf(lastAsked).entrySet()) {
            String project = asked.getKey();
            if (asked.getValue().isBefore(forgotten)) {
                lastAsked.remove(project);
                views.remove(project);
                continue;
            }
            try {
                views.put(project, fetch(project));
            } catch (RuntimeException e) {
                LOG.warnf("the registry did not answer project=%s reason=%s", project, e.getMessage());
            }
        }
    }

    private View fetch(String project) {
        Instant now = clock.instant();
        String bearer = serviceToken.bearer();
        Models models = registry.list(bearer, project);
        Map<String, ServedModel.Base> bases = new LinkedHashMap<>();
        Map<String, ServedModel> served = new LinkedHashMap<>();
        for (BaseModel model : models.baseModels()) {
            ServedModel.Base base =
                    new ServedModel.Base(model.name(), model.digest(), Path.of(model.directory()), model.files());
            bases.put(model.digest(), base);
            served.putIfAbsent(
                    model.name(),
                    new ServedModel(model.name(), base, Optional.empty(), model.registeredAt(), "platform"));
        }
        Map<String, Adapter> adapters = new LinkedHashMap<>();
        models.adapters().forEach(adapter -> adapters.put(adapter.id(), adapter));
        for (ModelAlias alias : registry.aliases(bearer, project)) {
            Adapter adapter = adapters.get(alias.adapter());
            ServedModel.Base base = bases.get(alias.baseModel());
            if (adapter == null || base == null || adapter.state() != AdapterState.APPROVED) {
                LOG.warnf("an alias cannot be served alias=%s adapter=%s", alias.name(), alias.adapter());
                continue;
            }
            ServedModel.Adapter tuned = new ServedModel.Adapter(
                    adapter.id(), adapter.digest(), project, adapter.purpose(), adapter.files());
            served.putIfAbsent(
                    alias.name(), new ServedModel(alias.name(), base, Optional.of(tuned), alias.since(), project));
        }
        return new View(served, now);
    }
}
