package io.inhouse.local.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.inhouse.local.home.Home;
import io.inhouse.local.home.Logins;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The realm file of the repository, together with what only a platform on one machine gets (its people, the client that
 * may log them in, one API key), with this platform's address, passwords and client secrets filled in.
 */
final class Realm {
    /** Logs the generated people in with their passwords; exists on local platforms only. */
    static final String DEMO_CLIENT = "demo";

    /** Clients that have a secret. */
    static final List<String> CLIENTS = List.of(
            "svc-datasets",
            "svc-tuning",
            "svc-registry",
            "svc-inference",
            "svc-audit",
            "portal",
            DEMO_CLIENT,
            Logins.APPLICATION);

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+)}");

    private Realm() {}

    static void write(Context context, Path target) throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode realm = json.readTree(source(context).toFile());
        JsonNode local = json.readTree(
                source(context).resolveSibling("local-additions.json").toFile());
        for (String list : List.of("clients", "users")) {
            ((ArrayNode) realm.path(list)).addAll((ArrayNode) local.path(list));
        }
        Home.writePrivately(target, fill(json.writeValueAsString(realm), values(context)));
    }

    static Path source(Context context) {
        return context.repository().resolve("infra/keycloak/inhouse-realm.json");
    }

    private static Map<String, String> values(Context context) throws IOException {
        Map<String, String> values = new HashMap<>();
        values.put("origin", context.ports().origin());
        for (String client : CLIENTS) {
            values.put("secret." + client, context.secrets().secret("client." + client));
        }
        for (Logins.Login login : context.logins().people()) {
            values.put("password." + login.username(), login.password());
        }
        return values;
    }

    /**
     * Replaces every {@code ${name}}. Keycloak's own placeholders, which begin with a name that is not ours, must not
     * look like ours.
     *
     * @throws IOException naming the placeholders that have no value
     */
    static String fill(String text, Map<String, String> values) throws IOException {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value = values.get(matcher.group(1));
            if (value == null) {
                throw new IOException(
                        "the realm file asks for ${" + matcher.group(1) + "}, which the launcher does not know");
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }
}
