package io.inhouse.portal.keys;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Objects;

/**
 * What a form lets a key do.
 *
 * @param all any model of the project; otherwise only those that are ticked
 */
public record Restriction(String purpose, boolean all, List<String> models) {
    private static final String ONLY = "only";

    public Restriction {
        models = List.copyOf(models);
    }

    static Restriction of(MultivaluedMap<String, String> form) {
        return new Restriction(
                Objects.requireNonNullElse(form.getFirst("purpose"), "").strip(),
                !ONLY.equals(form.getFirst("scope")),
                Objects.requireNonNullElse(form.get("models"), List.<String>of()));
    }

    static Restriction of(String purpose, List<String> models) {
        return new Restriction(purpose, models.isEmpty(), models);
    }

    /** Whether nothing is ticked although only what is ticked would count: not the same as all. */
    boolean saysNothing() {
        return !all && models.isEmpty();
    }

    /** As the API wants them: empty for all. */
    List<String> asked() {
        return all ? List.of() : models;
    }

    /** For templates. */
    public boolean names(String model) {
        return models.contains(model);
    }
}
