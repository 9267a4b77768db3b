package io.inhouse.local.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.inhouse.local.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The realm of the repository, with what only a local platform gets, and this platform's address and secrets filled in. */
final class Realm {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\$\\{(origin|secret|password)(?:\\.([A-Za-z0-9_-]+))?}");

    private Realm() {}

    /** Where a value comes from. */
    interface Values {
        /** Null if there is no such value. */
        @Nullable
        String of(String kind, String name) throws IOException;
    }

    static void write(Context context, Path target) throws IOException {
        Path folder = context.repository().resolve("infra/keycloak");
        String merged = merge(
                Files.readString(folder.resolve("inhouse-realm.json")),
                Files.readString(folder.resolve("local-additions.json")));
        Home.writePrivately(target, fill(merged, (kind, name) -> switch (kind) {
            case "origin" -> context.ports().origin();
            case "secret" -> clientSecret(context, name);
            case "password" -> context.logins().passwordOf(name);
            default -> null;
        }));
    }

    /** Made when first asked for, the same afterwards. */
    static String clientSecret(Context context, String client) throws IOException {
        return context.secrets().secret("client." + client);
    }

    /** Appends the lists {@code clients} and {@code users} of {@code additions} to the realm's. */
    static String merge(String realm, String additions) throws IOException {
        ObjectNode merged = (ObjectNode) JSON.readTree(realm);
        JsonNode more = JSON.readTree(additions);
        for (String list : new String[] {"clients", "users"}) {
            ArrayNode target = merged.withArrayProperty(list);
            more.path(list).forEach(target::add);
        }
        return merged.toPrettyString();
    }

    /**
     * Replaces every {@code ${origin}}, {@code ${secret.<client>}} and {@code ${password.<user>}}. Keycloak's own
     * placeholders stay as they are.
     *
     * @throws IOException naming a placeholder that has no value
     */
    static String fill(String text, Values values) throws IOException {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(2) == null ? "" : matcher.group(2);
            String value = values.of(matcher.group(1), name);
            if (value == null) {
                throw new IOException(
                        "the realm file asks for " + matcher.group() + ", which the launcher does not know");
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }
}
