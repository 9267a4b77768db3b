package io.inhouse.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.local.home.Home;
import io.inhouse.local.processes.PortOwner;
import io.inhouse.local.processes.ProcessTable;
import io.inhouse.local.processes.RunningPart;
import io.inhouse.local.progress.Line;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a launcher can find a part when it comes to start it. */
class LifecycleIT {
    @TempDir
    Path directory;

    private Home home = new Home(Path.of("/nowhere"));
    private MadeUpPart part = MadeUpPart.willing(Path.of("/nowhere"));
    private Lifecycle lifecycle = launcher(home);

    @BeforeEach
    void aHomeWithoutAnythingRunning() throws Exception {
        home = new Home(directory.resolve("home"));
        home.create();
        part = MadeUpPart.willing(directory);
        lifecycle = launcher(home);
    }

    @AfterEach
    void stop() throws Exception {
        lifecycle.stop(part);
    }

    @Test
    void startsWhatDoesNotRun() throws Exception {
        assertThat(lifecycle.start(part, Line.SILENT)).isEqualTo(Lifecycle.Start.STARTED);

        assertThat(lifecycle.find(part)).hasSize(1);
    }

    @Test
    void keepsWhatAnEarlierLauncherStarted() throws Exception {
        lifecycle.start(part, Line.SILENT);
        ProcessTable.Entry before = lifecycle.find(part).getFirst();

        assertThat(launcher(home).start(part, Line.SILENT)).isEqualTo(Lifecycle.Start.KEPT);

        assertThat(lifecycle.find(part)).containsExactly(before);
    }

    @Test
    void aChildThatShowsItsParentsCommandLineIsNoSecondPart() throws Exception {
        part = new MadeUpPart(
                directory,
                "rm -f held; mkfifo held; (read -r nothing <>held) & trap 'kill $!; exit' TERM; : >ready; wait",
                Map.of(),
                List.of());
        lifecycle.start(part, Line.SILENT);

        assertThat(lifecycle.find(part)).hasSize(1);
        assertThat(launcher(home).start(part, Line.SILENT)).isEqualTo(Lifecycle.Start.KEPT);
    }

    @Test
    void replacesWhatWasStartedWithOtherSettings() throws Exception {
        lifecycle.start(part, Line.SILENT);
        ProcessTable.Entry before = lifecycle.find(part).getFirst();

        assertThat(lifecycle.start(part.with(Map.of("SETTING", "changed")), Line.SILENT))
                .isEqualTo(Lifecycle.Start.RESTARTED);

        assertThat(lifecycle.find(part)).hasSize(1).doesNotContain(before);
    }

    @Test
    void replacesWhatALauncherCouldNotWriteDownBeforeItWasKilled() throws Exception {
        lifecycle.start(part, Line.SILENT);
        ProcessTable.Entry before = lifecycle.find(part).getFirst();
        RunningPart.forget(home, part.name());

        assertThat(lifecycle.start(part, Line.SILENT)).isEqualTo(Lifecycle.Start.RESTARTED);

        assertThat(lifecycle.find(part)).hasSize(1).doesNotContain(before);
    }

    @Test
    void startsAgainWhatEndedUnasked() throws Exception {
        lifecycle.start(part, Line.SILENT);
        lifecycle.processes().stop(lifecycle.find(part).getFirst(), part.politeSignal(), part.grace());

        assertThat(lifecycle.start(part, Line.SILENT)).isEqualTo(Lifecycle.Start.RECOVERED);
    }

    @Test
    void killsWhatDoesNotEndWhenAsked() throws Exception {
        part = new MadeUpPart(directory, "trap '' TERM; " + MadeUpPart.RUN, Map.of(), List.of());
        lifecycle.start(part, Line.SILENT);

        assertThat(lifecycle.stop(part)).isTrue();

        assertThat(lifecycle.find(part)).isEmpty();
    }

    @Test
    void saysWhatWasInTheLogOfAPartThatEndsWhileStarting() {
        part = new MadeUpPart(directory, "echo 'the reason'; exit 3", Map.of(), List.of());

        assertThatThrownBy(() -> lifecycle.start(part, Line.SILENT))
                .hasMessageContaining("ended while starting")
                .hasMessageContaining("the reason");
    }

    @Test
    void namesTheStrangerOnItsPort() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            part = new MadeUpPart(directory, MadeUpPart.RUN, Map.of(), List.of(stranger.getLocalPort()));

            assertThatThrownBy(() -> lifecycle.start(part, Line.SILENT))
                    .hasMessageContaining("port " + stranger.getLocalPort() + " is taken by")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid());
        }
    }

    private static Lifecycle launcher(Home home) {
        return new Lifecycle(home, ProcessTable.ofThisMachine(), PortOwner.ofThisMachine(), Clock.systemUTC());
    }
}
