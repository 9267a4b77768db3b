package io.inhouse.local.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealmTest {
    @Test
    void fillsInOursAndLeavesKeycloaksOwnPlaceholders() throws Exception {
        String filled = Realm.fill(
                "${origin}/x ${secret.app} ${password.sara} ${role_default-roles}",
                (kind, name) -> "<" + kind + " " + name + ">");

        assertThat(filled).isEqualTo("<origin >/x <secret app> <password sara> ${role_default-roles}");
    }

    @Test
    void namesAPlaceholderThatItCannotFill() {
        assertThatThrownBy(() -> Realm.fill("${password.mallory}", (kind, name) -> null))
                .hasMessageContaining("${password.mallory}");
    }

    @Test
    void theRepositorysRealmAsksOnlyForWhatTheLauncherGenerates() throws Exception {
        Path folder = Path.of(System.getProperty("repository.root"), "infra/keycloak");
        List<String> people = List.of("sara", "amir", "erik", "olga", "ada");

        String filled = Realm.fill(
                Realm.merge(
                        Files.readString(folder.resolve("inhouse-realm.json")),
                        Files.readString(folder.resolve("local-additions.json"))),
                (kind, name) -> kind.equals("password") && !people.contains(name) ? null : "value");

        JsonNode realm = new ObjectMapper().readTree(filled);
        assertThat(realm.findValuesAsText("clientId")).contains("portal", "svc-audit", "app-demo", "demo");
        assertThat(realm.path("users").findValuesAsText("username")).containsAll(people);
        assertThat(filled).doesNotContain("${secret", "${password", "${origin");
    }

    @Test
    void onlyTheServicesOwnAccountsAreAddedToARealmOfAnEarlierVersion() throws Exception {
        Path folder = Path.of(System.getProperty("repository.root"), "infra/keycloak");

        JsonNode own = RealmAccounts.ownAccounts(
                new ObjectMapper().readTree(folder.resolve("inhouse-realm.json").toFile()));

        assertThat(own.path("clients").findValuesAsText("clientId"))
                .contains("svc-keys", "svc-inference")
                .allMatch(client -> client.startsWith("svc-"));
        assertThat(own.path("users").findValuesAsText("serviceAccountClientId"))
                .containsExactlyElementsOf(own.path("clients").findValuesAsText("clientId"));
    }

    /** Whoever has the secret of a serving process cannot make keys, and whoever can make keys cannot call a service. */
    @Test
    void theAccountForKeysManagesClientsAndNothingElse() throws Exception {
        JsonNode realm = new ObjectMapper()
                .readTree(Path.of(System.getProperty("repository.root"), "infra/keycloak/inhouse-realm.json")
                        .toFile());

        for (JsonNode user : realm.path("users")) {
            boolean forKeys = user.path("serviceAccountClientId").asText().equals("svc-keys");
            assertThat(user.path("clientRoles").toString())
                    .isEqualTo(forKeys ? "{\"realm-management\":[\"manage-clients\"]}" : "");
            assertThat(user.path("realmRoles").toString()).isEqualTo(forKeys ? "" : "[\"service\"]");
        }
    }
}
