package io.inhouse.inference.keys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key as Keycloak's administration API writes it: a client with a service account, whose claims are constants of the
 * client itself. So a key is made in one request, whole or not at all; its token says nothing but what stands here,
 * whatever groups and roles somebody may give to the account; and what is listed is read from where the token is made.
 */
final class KeyClient {
    /** Marks the clients that are keys. */
    private static final String MARK = "inhouse.key";

    private static final String CREATED_AT = "inhouse.key.created-at";
    private static final String CREATOR = "inhouse.key.creator";
    private static final String CREATOR_NAME = "inhouse.key.creator-name";
    private static final String GROUPS = "groups";
    private static final String PURPOSE = "purpose";
    private static final String MODELS = "models";
    /** Read by the identity module, which refuses the token from then on. */
    private static final String EXPIRES_AT = "key_expires_at";

    private static final String GROUP_BEGIN = "/projects/";
    private static final String GROUP_END = "/app";

    private KeyClient() {}

    /** A new key; Keycloak chooses the secret. */
    static ObjectNode created(ObjectMapper json, KeyAccount key, String creator) {
        ObjectNode client = json.createObjectNode()
                .put("clientId", key.id())
                .put("name", key.name())
                .put("description", "API key of an application in the project " + key.project())
                .put("enabled", key.enabled())
                .put("protocol", "openid-connect")
                .put("clientAuthenticatorType", "client-secret")
                .put("publicClient", false)
                .put("bearerOnly", false)
                .put("standardFlowEnabled", false)
                .put("implicitFlowEnabled", false)
                .put("directAccessGrantsEnabled", false)
                .put("serviceAccountsEnabled", true)
                .put("fullScopeAllowed", false);
        client.putObject("attributes")
                .put("use.refresh.tokens", "false")
                .put("client_credentials.use_refresh_token", "false")
                .put("oauth2.device.authorization.grant.enabled", "false")
                .put(MARK, "1")
                .put(CREATED_AT, key.createdAt().toString())
                .put(CREATOR, creator)
                .put(CREATOR_NAME, key.createdBy());
        // Without the scope of people and services: its groups and roles are not for keys.
        client.putArray("defaultClientScopes").add("basic").add("profile");
        client.putArray("optionalClientScopes");
        client.set("protocolMappers", claims(json, key.grant()));
        return client;
    }

    /** What changes when a key is allowed something else; everything else stays as it is. */
    static ObjectNode granted(ObjectMapper json, String id, KeyGrant grant) {
        ObjectNode client = partial(json, id);
        client.set("protocolMappers", claims(json, grant));
        return client;
    }

    static ObjectNode enabled(ObjectMapper json, String id, boolean enabled) {
        return partial(json, id).put("enabled", enabled);
    }

    /** Without the mention of service accounts, Keycloak would take the account away. */
    private static ObjectNode partial(ObjectMapper json, String id) {
        return json.createObjectNode().put("clientId", id).put("serviceAccountsEnabled", true);
    }

    private static ArrayNode claims(ObjectMapper json, KeyGrant grant) {
        ArrayNode mappers = json.createArrayNode();
        ObjectNode audience = mapper(mappers, "audience", "oidc-audience-mapper");
        audience.put("included.custom.audience", "inhouse");
        claim(mappers, GROUPS, "JSON", array(json, List.of(GROUP_BEGIN + grant.project() + GROUP_END)));
        claim(mappers, PURPOSE, "String", grant.purpose());
        if (!grant.models().isEmpty()) {
            claim(mappers, MODELS, "JSON", array(json, grant.models()));
        }
        Instant expiresAt = grant.expiresAt();
        if (expiresAt != null) {
            claim(mappers, EXPIRES_AT, "long", Long.toString(expiresAt.getEpochSecond()));
        }
        return mappers;
    }

    private static void claim(ArrayNode mappers, String name, String type, String value) {
        mapper(mappers, name, "oidc-hardcoded-claim-mapper")
                .put("claim.name", name)
                .put("claim.value", value)
                .put("jsonType.label", type)
                .put("userinfo.token.claim", "false");
    }

    private static ObjectNode mapper(ArrayNode mappers, String name, String kind) {
        return mappers.addObject()
                .put("name", name)
                .put("protocol", "openid-connect")
                .put("protocolMapper", kind)
                .putObject("config")
                .put("access.token.claim", "true")
                .put("id.token.claim", "false")
                .put("introspection.token.claim", "true");
    }

    private static String array(ObjectMapper json, List<String> texts) {
        ArrayNode array = json.createArrayNode();
        texts.forEach(array::add);
        return array.toString();
    }

    /** Empty for a client that is no key, and for one that somebody changed so that it cannot be read as one. */
    static Optional<KeyAccount> read(ObjectMapper json, JsonNode client) {
        JsonNode attributes = client.path("attributes");
        if (!attributes.path(MARK).asText().equals("1")) {
            return Optional.empty();
        }
        Map<String, String> claims = new HashMap<>();
        for (JsonNode mapper : client.path("protocolMappers")) {
            JsonNode config = mapper.path("config");
            claims.put(
                    config.path("claim.name").asText(),
                    config.path("claim.value").asText());
        }
        try {
            List<String> groups = texts(json, claims.get(GROUPS));
            String group = groups.size() == 1 ? groups.getFirst() : "";
            if (!group.startsWith(GROUP_BEGIN) || !group.endsWith(GROUP_END)) {
                return Optional.empty();
            }
            String expiresAt = claims.get(EXPIRES_AT);
            return Optional.of(new KeyAccount(
                    client.path("id").asText(),
                    client.path("clientId").asText(),
                    client.path("name").asText(),
                    new KeyGrant(
                            group.substring(GROUP_BEGIN.length(), group.length() - GROUP_END.length()),
                            claims.getOrDefault(PURPOSE, ""),
                            texts(json, claims.get(MODELS)),
                            expiresAt == null ? null : Instant.ofEpochSecond(Long.parseLong(expiresAt))),
                    client.path("enabled").asBoolean(),
                    Instant.parse(attributes.path(CREATED_AT).asText()),
                    attributes.path(CREATOR_NAME).asText()));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException changed) {
            return Optional.empty();
        }
    }

    private static List<String> texts(ObjectMapper json, @Nullable String array) throws JsonProcessingException {
        List<String> texts = new ArrayList<>();
        json.readTree(array == null ? "[]" : array).forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
