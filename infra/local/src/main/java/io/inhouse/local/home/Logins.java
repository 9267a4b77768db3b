package io.inhouse.local.home;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The people of a fresh local platform and the key of one internal application, with generated passwords. */
public record Logins(List<Login> people, String apiKey, String demoClientSecret) {
    /** The client behind {@link #apiKey()}. */
    public static final String APPLICATION = "app-demo";

    /** The client through which a program logs people in with their passwords; only local platforms have it. */
    public static final String DEMO_CLIENT = "demo";

    private static final List<Person> PEOPLE = List.of(
            new Person("sara", "data-steward"),
            new Person("amir", "approver"),
            new Person("erik", "ml-engineer"),
            new Person("olga", "compliance-officer"),
            new Person("ada", "platform-admin"));

    public Logins {
        people = List.copyOf(people);
    }

    /** One person. {@code role} is the role held in the project {@code demo}, or the realm role. */
    public record Login(String username, String password, String role) {
        @Override
        public String toString() {
            return "Login[" + username + ", ***, " + role + "]";
        }
    }

    private record Person(String username, String role) {}

    public Login of(String username) {
        return people.stream()
                .filter(login -> login.username().equals(username))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no login " + username));
    }

    /** Null if there is no such person. */
    public @Nullable String passwordOf(String username) {
        return people.stream()
                .filter(login -> login.username().equals(username))
                .map(Login::password)
                .findFirst()
                .orElse(null);
    }

    /** Generates what is missing and writes {@code secrets/logins.json}. */
    public static Logins open(Home home, Secrets secrets) throws IOException {
        List<Login> people = new ArrayList<>();
        for (Person person : PEOPLE) {
            people.add(new Login(person.username(), secrets.password("login." + person.username()), person.role()));
        }
        Logins logins = new Logins(
                people,
                "sk-" + APPLICATION + "." + secrets.secret("client." + APPLICATION),
                secrets.secret("client." + DEMO_CLIENT));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("people", people);
        json.put("apiKey", logins.apiKey());
        json.put("demoClientId", DEMO_CLIENT);
        json.put("demoClientSecret", logins.demoClientSecret());
        Home.writePrivately(
                file(home),
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(json));
        return logins;
    }

    public static Path file(Home home) {
        return home.secrets().resolve("logins.json");
    }

    @Override
    public String toString() {
        return "Logins" + people;
    }
}
