package io.inhouse.testsupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The real Keycloak with the realm of {@code infra/keycloak} and the people and the key of a local platform; one per
 * JVM. The first start on a machine takes about a minute longer. As a Quarkus test resource (argument {@code client}:
 * the service's own account, default {@code svc-registry}) it sets what the launcher would set.
 */
public final class KeycloakResource implements QuarkusTestResourceLifecycleManager {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+)}");

    private String client = "svc-registry";

    @Override
    public void init(Map<String, String> arguments) {
        client = arguments.getOrDefault("client", client);
    }

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.oidc.auth-server-url", realmUrl(),
                "quarkus.oidc.token.issuer", issuer(),
                "quarkus.oidc.client-id", client,
                "quarkus.oidc.credentials.secret", secret(client));
    }

    @Override
    public void stop() {}

    /** The issuer that tokens name: the address that browsers see, which differs from {@link #realmUrl()} as it does behind the door. */
    public static String issuer() {
        return realmUrl().replace("127.0.0.1", "localhost");
    }

    /** Address of the realm for services. */
    public static String realmUrl() {
        return "http://127.0.0.1:" + JvmWide.once("keycloak.port", KeycloakResource::startServer)
                + "/auth/realms/inhouse";
    }

    /** The generated secret of a client. */
    public static String secret(String clientId) {
        return generated("secret." + clientId);
    }

    /** The generated password of one of the local platform's people, or of {@code admin}. */
    public static String password(String user) {
        return generated("password." + user);
    }

    /** {@code sk-<client id>.<secret>}. */
    public static String apiKey(String clientId) {
        return "sk-" + clientId + "." + secret(clientId);
    }

    /** Logs one of the local platform's people in ({@code sara, amir, erik, olga, ada}); holds all three tokens. */
    public static JsonNode login(String user) {
        HttpResponse<String> response = token(Map.of(
                "grant_type",
                "password",
                "client_id",
                "demo",
                "client_secret",
                secret("demo"),
                "username",
                user,
                "password",
                generated("password." + user),
                "scope",
                "openid"));
        if (response.statusCode() != 200) {
            throw new IllegalStateException("login of " + user + " was answered with " + response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The access token of one of the local platform's people. */
    public static String accessToken(String user) {
        return login(user).path("access_token").asText();
    }

    /** Asks the token endpoint directly. */
    public static HttpResponse<String> token(Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(realmUrl() + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Switches a client off, as an administrator does. */
    public static void disable(String clientId) {
        ObjectNode client = client(clientId);
        administer("PUT", "/clients/" + client.path("id").asText(), client.put("enabled", false));
    }

    /**
     * Gives a client a new secret, as an administrator does.
     *
     * @return {@code sk-<client id>.<new secret>}
     */
    public static String rotate(String clientId) {
        JsonNode fresh = administer(
                "POST", "/clients/" + client(clientId).path("id").asText() + "/client-secret", JSON.createObjectNode());
        return "sk-" + clientId + "." + fresh.path("value").asText();
    }

    private static ObjectNode client(String clientId) {
        return (ObjectNode)
                administer("GET", "/clients?clientId=" + clientId, null).path(0);
    }

    private static JsonNode administer(String method, String path, @Nullable JsonNode body) {
        String master = realmUrl().replace("/realms/inhouse", "/realms/master");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest login = HttpRequest.newBuilder(URI.create(master + "/protocol/openid-connect/token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "grant_type=password&client_id=admin-cli&username=admin&password=" + password("admin")))
                    .build();
            String token = JSON.readTree(http.send(login, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .path("access_token")
                    .asText();
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(realmUrl().replace("/realms/", "/admin/realms/") + path))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body.toString()))
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        method + " " + path + " was answered with " + response.statusCode() + " " + response.body());
            }
            return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String generated(String name) {
        return JvmWide.once("keycloak." + name, () -> UUID.randomUUID().toString());
    }

    private static String startServer() {
        Path shared = KeycloakSoftware.prepare();
        Path home = TemporaryDirectory.create("keycloak");
        int port = FreePorts.take();
        int management = FreePorts.take();
        TestDatabase database = PostgresResource.database("keycloak");
        try {
            layOut(shared, home);
            writeRealm(Files.createDirectories(home.resolve("data/import")).resolve("inhouse-realm.json"), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChildJvm server = ChildJvm.start(
                home.resolveSibling(home.getFileName() + ".log"),
                home,
                Map.of(
                        "KC_DB_URL", database.jdbcUrl(),
                        "KC_DB_USERNAME", database.username(),
                        "KC_DB_PASSWORD", database.password(),
                        "KC_BOOTSTRAP_ADMIN_USERNAME", "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD", generated("password.admin")),
                arguments(home, port, management));
        server.await("Keycloak", () -> healthy(management));
        return Integer.toString(port);
    }

    private static List<String> arguments(Path home, int port, int management) {
        List<String> arguments = new ArrayList<>(List.of(
                "-Xms64m", "-Xmx384m", "-XX:MaxMetaspaceSize=256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        for (String opened : List.of("util", "util.concurrent", "security", "lang")) {
            arguments.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
        }
        arguments.addAll(List.of(
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "start",
                "--optimized",
                "--import-realm",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + management,
                "--hostname=http://localhost:" + port + "/auth",
                "--hostname-backchannel-dynamic=true"));
        return arguments;
    }

    /** Keycloak writes beside its programs: those are shared, the rest is this JVM's own. */
    private static void layOut(Path shared, Path home) throws IOException {
        for (String name : List.of("lib", "providers", "themes")) {
            Files.createSymbolicLink(home.resolve(name), shared.resolve(name));
        }
        Path conf = Files.createDirectory(home.resolve("conf"));
        try (Stream<Path> files = Files.list(shared.resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, conf.resolve(file.getFileName()));
            }
        }
    }

    private static void writeRealm(Path target, int port) throws IOException {
        ObjectNode realm = (ObjectNode) JSON.readTree(
                RepositoryRoot.resolve("infra/keycloak/inhouse-realm.json").toFile());
        JsonNode local = JSON.readTree(
                RepositoryRoot.resolve("infra/keycloak/local-additions.json").toFile());
        for (String list : List.of("clients", "users")) {
            ((ArrayNode) realm.path(list)).addAll((ArrayNode) local.path(list));
        }
        addCopyOfTheKey(realm, "app-brief", Map.of("access.token.lifespan", "1"));
        addCopyOfTheKey(realm, "app-leaver", Map.of());
        addCopyOfTheKey(realm, "app-rotated", Map.of());
        Map<String, String> fixed = new LinkedHashMap<>();
        fixed.put("origin", "http://localhost:" + port);
        Matcher placeholder = PLACEHOLDER.matcher(JSON.writeValueAsString(realm));
        Files.writeString(
                target,
                placeholder.replaceAll(match -> fixed.computeIfAbsent(match.group(1), KeycloakResource::generated)));
    }

    /**
     * Copies the demonstration's key: {@code app-brief}, whose tokens live for one second, and two that tests may disable or
     * change.
     */
    private static void addCopyOfTheKey(ObjectNode realm, String name, Map<String, String> attributes) {
        ArrayNode clients = (ArrayNode) realm.path("clients");
        ArrayNode users = (ArrayNode) realm.path("users");
        for (JsonNode client : List.copyOf(list(clients))) {
            if (client.path("clientId").asText().equals("app-demo")) {
                ObjectNode copy = client.deepCopy();
                copy.put("clientId", name).put("secret", "${secret." + name + "}");
                attributes.forEach(((ObjectNode) copy.path("attributes"))::put);
                clients.add(copy);
            }
        }
        for (JsonNode user : List.copyOf(list(users))) {
            if (user.path("serviceAccountClientId").asText().equals("app-demo")) {
                ObjectNode copy = user.deepCopy();
                copy.put("serviceAccountClientId", name).put("username", "service-account-" + name);
                users.add(copy);
            }
        }
    }

    private static List<JsonNode> list(ArrayNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    private static boolean healthy(int management) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + management + "/auth/health/ready"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
