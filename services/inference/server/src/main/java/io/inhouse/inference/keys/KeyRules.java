package io.inhouse.inference.keys;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.inference.models.ModelCatalogue;
import io.inhouse.inference.models.ServedModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a key may be made for: only what the project can serve. */
@ApplicationScoped
public class KeyRules {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_PURPOSE = 100;
    private static final int MOST_MODELS = 50;
    private static final int MOST_YEARS = 10;

    private final ModelCatalogue catalogue;
    private final Clock clock;

    KeyRules(ModelCatalogue catalogue, Clock clock) {
        this.catalogue = catalogue;
        this.clock = clock;
    }

    static String name(@Nullable String name) {
        return text("name", name, LONGEST_NAME);
    }

    static String purpose(@Nullable String purpose) {
        return text("purpose", purpose, LONGEST_PURPOSE);
    }

    private static String text(String field, @Nullable String value, int longest) {
        String text = value == null ? "" : value.strip();
        if (text.isEmpty() || text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
            throw invalid(field, field + " must have 1 to " + longest + " characters and no line breaks.");
        }
        return text;
    }

    /** In order and each once. */
    static List<String> models(@Nullable List<String> models) {
        if (models == null) {
            return List.of();
        }
        Set<String> distinct = models.stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new));
        if (distinct.size() > MOST_MODELS) {
            throw invalid("models", "A key is restricted to at most " + MOST_MODELS + " models; none means all.");
        }
        return List.copyOf(distinct);
    }

    /** @param after ISO 8601 period from now */
    @Nullable
    Instant expiry(@Nullable String after) {
        if (after == null || after.isBlank()) {
            return null;
        }
        try {
            OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
            OffsetDateTime end = now.plus(Period.parse(after.strip()));
            if (!end.isAfter(now) || end.isAfter(now.plusYears(MOST_YEARS))) {
                throw invalid(
                        "expiresAfter", "expiresAfter must be more than nothing and at most " + MOST_YEARS + " years.");
            }
            return Instant.ofEpochSecond(end.toEpochSecond());
        } catch (DateTimeException | ArithmeticException e) {
            throw invalid("expiresAfter", "expiresAfter is an ISO 8601 period, for example P90D or P1Y.");
        }
    }

    /**
     * @throws PlatformException {@code INVALID_REQUEST} if the project does not serve a model, {@code
     *     PURPOSE_NOT_COVERED} if an adapter would never answer a key with this purpose, or {@code UPSTREAM_UNAVAILABLE}
     */
    void requireServed(KeyGrant grant) {
        Collection<ServedModel> served = catalogue.of(grant.project());
        Map<String, ServedModel> byName =
                served.stream().collect(Collectors.toMap(ServedModel::name, model -> model, (first, second) -> first));
        for (String name : grant.models()) {
            ServedModel model = byName.get(name);
            if (model == null) {
                throw invalid(
                        "models",
                        "The project " + grant.project() + " serves no model " + name + ". It serves: "
                                + String.join(", ", new TreeSet<>(byName.keySet())) + ".");
            }
            model.adapter()
                    .filter(adapter -> !adapter.purpose().equals(grant.purpose()))
                    .ifPresent(adapter -> {
                        throw notCovered("The model " + name + " was tuned for the purpose " + adapter.purpose()
                                + ", so it would never answer a key for " + grant.purpose()
                                + ". Choose that purpose, or leave the model out.");
                    });
        }
        Set<String> purposes = served.stream()
                .flatMap(model -> model.adapter().stream())
                .map(ServedModel.Adapter::purpose)
                .collect(Collectors.toCollection(TreeSet::new));
        if (grant.models().isEmpty() && !purposes.isEmpty() && !purposes.contains(grant.purpose())) {
            throw notCovered("No adapter of the project " + grant.project() + " was tuned for the purpose "
                    + grant.purpose() + "; those that serve are for " + String.join(", ", purposes)
                    + ". For a key that asks base models only, name them.");
        }
    }

    private static PlatformException invalid(String field, String detail) {
        return new PlatformException(Failure.INVALID_REQUEST, detail, Map.of("param", field));
    }

    private static PlatformException notCovered(String detail) {
        return new PlatformException(Failure.PURPOSE_NOT_COVERED, detail, Map.of("param", "purpose"));
    }
}
