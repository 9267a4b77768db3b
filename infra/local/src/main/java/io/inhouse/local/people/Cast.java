package io.inhouse.local.people;

import io.inhouse.local.home.Logins;
import io.inhouse.local.home.Secrets;
import io.inhouse.local.platform.Platform;
import io.inhouse.local.wiring.Clocks;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;

/** The people and the application that every local platform has, ready to call it. */
public final class Cast {
    private static final String PROJECT = "demo";
    /** Where those work who have their role in the realm and not in a project. */
    private static final String PLATFORM = "platform";

    private static final Set<String> OF_THE_PLATFORM = Set.of("olga", "ada");

    private final Platform platform;
    private final HttpClient http;
    private final Duration patience;

    /** @param patience how long an answer may take */
    public Cast(Platform platform, HttpClient http, Duration patience) {
        this.platform = platform;
        this.http = http;
        this.patience = patience;
    }

    /** A new session of {@code sara}, {@code amir}, {@code erik}, {@code olga} or {@code ada}; one is not for several threads. */
    public Session person(String name) throws IOException {
        String secret = Secrets.open(platform.folders()).secret("client." + Logins.DEMO_CLIENT);
        String password = platform.logins().of(name).password();
        return session(
                OF_THE_PLATFORM.contains(name) ? PLATFORM : PROJECT,
                new Session.Login(name, password, Logins.DEMO_CLIENT, secret));
    }

    /** The internal application {@value Logins#APPLICATION}, with its key. */
    public Session application() {
        return session(PROJECT, new Session.Key(platform.apiKey()));
    }

    private Session session(String project, Session.Credential credential) {
        return new Session(http, Clocks.ofThisMachine(), platform.origin(), project, credential, patience);
    }
}
