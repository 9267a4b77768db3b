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
}
