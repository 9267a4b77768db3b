package io.inhouse.tuning.jobs;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.DatasetsApi;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.registry.client.ModelsApi;
import io.inhouse.tuning.client.Recipe;
import io.inhouse.tuning.client.RecipeRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** What an order names, looked up with the caller's own token: what the caller may not see cannot be trained on. */
@ApplicationScoped
public class Orders {
    private final DatasetsApi datasets;
    private final ModelsApi models;

    Orders(@RestClient DatasetsApi datasets, @RestClient ModelsApi models) {
        this.datasets = datasets;
        this.models = models;
    }

    public BaseModel base(String bearer, String project, String name) {
        return ask("base model " + name, () -> models.base(bearer, project, name));
    }

    public DatasetVersion version(String bearer, String project, String id) {
        return ask("dataset version " + id, () -> datasets.version(bearer, project, id));
    }

    /** The whole recipe, with the defaults where the request says nothing. */
    static Recipe recipe(@Nullable RecipeRequest asked) {
        require(
                asked == null
                        || asked.targetModules() == null
                        || asked.targetModules().stream().noneMatch(Objects::isNull),
                "recipe.targetModules",
                "is a list of names of layers, none of them null");
        RecipeRequest request = Optional.ofNullable(asked).orElse(RecipeRequest.nothing());
        Recipe recipe = request.over(Recipe.defaults());
        List<String> mistakes = Stream.concat(request.mistakes().stream(), recipe.mistakes().stream())
                .toList();
        if (!mistakes.isEmpty()) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "The recipe cannot be used: " + String.join("; ", mistakes) + ".",
                    Map.of("param", "recipe", "mistakes", mistakes));
        }
        return recipe;
    }

    public static String given(String name, @Nullable String value) {
        require(value != null && !value.isBlank(), name, "is missing");
        return String.valueOf(value);
    }

    static void require(boolean condition, String name, String complaint) {
        if (!condition) {
            throw new PlatformException(Failure.INVALID_REQUEST, name + " " + complaint + ".", Map.of("param", name));
        }
    }

    /** Calls another service and says in words of ours what it answered. */
    private static <T> T ask(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (WebApplicationException e) {
            int status = e.getResponse().getStatus();
            if (status == 404) {
                throw new PlatformException(
                        Failure.NOT_FOUND, "There is no " + what + ", or the caller may not see it.");
            }
            if (status == 401 || status == 403) {
                throw new PlatformException(Failure.FORBIDDEN, "The caller may not use " + what + ".");
            }
            throw unavailable(what, e);
        } catch (ProcessingException e) {
            throw unavailable(what, e);
        }
    }

    /**
     * As a lookup, for calls that are refused for reasons a person can do something about: these are passed on.
     *
     * @throws PlatformException {@code NOT_FOUND}, {@code FORBIDDEN}, {@code CONFLICT} or {@code UNPROCESSABLE} as the other
     *     service said
     */
    public static <T> T asked(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (WebApplicationException e) {
            Failure failure = switch (e.getResponse().getStatus()) {
                case 404 -> Failure.NOT_FOUND;
                case 401, 403 -> Failure.FORBIDDEN;
                case 409 -> Failure.CONFLICT;
                case 422 -> Failure.UNPROCESSABLE;
                default -> throw unavailable(what, e);
            };
            throw new PlatformException(failure, detail(e, what), Map.of(), e);
        } catch (ProcessingException e) {
            throw unavailable(what, e);
        }
    }

    private static String detail(WebApplicationException refused, String what) {
        try {
            Object detail = refused.getResponse().readEntity(Map.class).get("detail");
            if (detail instanceof String text) {
                return text;
            }
        } catch (ProcessingException | IllegalStateException e) {
            // An answer without details.
        }
        return "The " + what + " may not be read.";
    }

    private static PlatformException unavailable(String what, RuntimeException cause) {
        return new PlatformException(
                Failure.UPSTREAM_UNAVAILABLE,
                "The " + what + " could not be looked up. Try again soon.",
                Map.of(),
                cause);
    }
}
