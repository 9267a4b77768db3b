package io.inhouse.portal.keys;

import io.inhouse.inference.client.NewKey;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Objects;

/**
 * A filled-in form for a key.
 *
 * @param expiresAfter ISO 8601 period; empty for never
 * @param order names this form, so that it is one key however often it is sent
 */
public record NewKeyForm(String name, Restriction restriction, String expiresAfter, String order) {
    static final String A_YEAR = "P1Y";

    static NewKeyForm fresh(String order) {
        return new NewKeyForm("", Restriction.of("", List.of()), A_YEAR, order);
    }

    static NewKeyForm of(MultivaluedMap<String, String> form) {
        return new NewKeyForm(
                text(form, "name"), Restriction.of(form), text(form, "expiresAfter"), text(form, "order"));
    }

    NewKey key() {
        return new NewKey(
                name, restriction.purpose(), restriction.asked(), expiresAfter.isEmpty() ? null : expiresAfter);
    }

    private static String text(MultivaluedMap<String, String> form, String field) {
        return Objects.requireNonNullElse(form.getFirst(field), "").strip();
    }
}
