package io.inhouse.local.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.inhouse.local.home.Home;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The accounts {@code svc-…} of the platform's own services, in a realm that was imported by an earlier version: those that
 * this version needs in addition are added. Everything else in the realm is the administrators' and stays as it is.
 */
final class RealmAccounts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private RealmAccounts() {}

    /** The accounts of this version, one a line; what the mark of an imported realm says. */
    static String needed(Context context) throws IOException {
        StringBuilder names = new StringBuilder();
        for (JsonNode client : ownAccounts(realm(context)).path("clients")) {
            names.append(client.path("clientId").asText()).append('\n');
        }
        return names.toString();
    }

    /**
     * Notes which accounts the realm has, after it was imported or when some were missing and have been added.
     *
     * @param mark its presence says that the realm was imported
     * @return false if they could not be added: this is tried again at the next start
     */
    static boolean ensure(Context context, Path mark) throws IOException {
        String needed = needed(context);
        if (Files.exists(mark)) {
            if (Files.readString(mark).equals(needed)) {
                return true;
            }
            if (!add(context)) {
                return false;
            }
        }
        Home.writePrivately(mark, needed);
        return true;
    }

    /** What exists is left alone, so adding twice is harmless. */
    private static boolean add(Context context) throws IOException {
        ObjectNode accounts = ownAccounts(realm(context)).put("ifResourceExists", "SKIP");
        String filled = Realm.fill(
                accounts.toString(), (kind, name) -> kind.equals("secret") ? Realm.clientSecret(context, name) : null);
        String base = "http://127.0.0.1:" + context.ports().of(Keycloak.NAME) + "/auth";
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build()) {
            HttpResponse<String> login = http.send(
                    HttpRequest.newBuilder(URI.create(base + "/realms/master/protocol/openid-connect/token"))
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "grant_type=password&client_id=admin-cli&username=admin&password="
                                            + URLEncoder.encode(
                                                    context.secrets().password("keycloak.admin"),
                                                    StandardCharsets.UTF_8)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (login.statusCode() != 200) {
                return false;
            }
            HttpResponse<Void> added = http.send(
                    HttpRequest.newBuilder(URI.create(base + "/admin/realms/inhouse/partialImport"))
                            .timeout(PATIENCE)
                            .header(
                                    "Authorization",
                                    "Bearer "
                                            + JSON.readTree(login.body())
                                                    .path("access_token")
                                                    .asText())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(filled))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            return added.statusCode() == 200;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static JsonNode realm(Context context) throws IOException {
        return JSON.readTree(context.repository()
                .resolve("infra/keycloak/inhouse-realm.json")
                .toFile());
    }

    /** Of a realm, the services' clients and their service accounts only. */
    static ObjectNode ownAccounts(JsonNode realm) {
        ObjectNode own = JSON.createObjectNode();
        ArrayNode clients = own.putArray("clients");
        ArrayNode users = own.putArray("users");
        realm.path("clients").forEach(client -> addIfOwn(clients, client, "clientId"));
        realm.path("users").forEach(user -> addIfOwn(users, user, "serviceAccountClientId"));
        return own;
    }

    private static void addIfOwn(ArrayNode list, JsonNode item, String field) {
        if (item.path(field).asText().startsWith("svc-")) {
            list.add(item);
        }
    }
}
