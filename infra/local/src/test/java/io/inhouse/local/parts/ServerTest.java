package io.inhouse.local.parts;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.local.home.Home;
import io.inhouse.local.home.Logins;
import io.inhouse.local.home.Ports;
import io.inhouse.local.home.Secrets;
import io.inhouse.local.progress.Line;
import io.inhouse.local.software.Downloads;
import io.inhouse.local.software.ForeignSoftware;
import io.inhouse.local.software.Installation;
import io.inhouse.local.software.Maven;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void whatAKilledServerHadInTheClearIsGoneAtItsNextStart() throws Exception {
        Home home = new Home(directory.resolve("home"));
        Path adapter = Files.createDirectories(home.temporary("inference").resolve("adapter1"));
        Files.writeString(adapter.resolve("adapter_model.safetensors"), "weights");

        server(home).prepare(Line.SILENT);

        assertThat(home.temporary("inference")).isEmptyDirectory();
    }

    private Server server(Home home) throws IOException {
        home.create();
        Secrets secrets = Secrets.open(home);
        Installation nothing = Installation.current(home);
        Context context = new Context(
                home,
                Ports.choose(null, port -> true),
                secrets,
                Logins.open(home, secrets),
                new ForeignSoftware(
                        directory, new Downloads(new Maven(directory, home.log("downloads"))), home.log("keycloak")),
                directory,
                () -> nothing);
        return new Server(context, "inference");
    }
}
