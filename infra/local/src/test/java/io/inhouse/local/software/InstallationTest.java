package io.inhouse.local.software;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.local.home.Home;
import io.inhouse.local.progress.Line;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    @TempDir
    Path directory;

    private Path repository = Path.of("/nowhere");
    private Home home = new Home(Path.of("/nowhere"));

    @BeforeEach
    void aBuildOfTwoServers() throws Exception {
        repository = directory.resolve("repository");
        home = new Home(directory.resolve("home"));
        home.create();
        for (Program program : new Program[] {Program.AUDIT, Program.PORTAL}) {
            write(program, "quarkus-run.jar", program.name());
            write(program, "lib/main/shared.jar", "the same everywhere");
        }
    }

    @Test
    void laterBuildsDoNotReachWhatIsInstalled() throws Exception {
        Installation installed = update(Map.of(Program.AUDIT, "1"));

        write(Program.AUDIT, "quarkus-run.jar", "a later build");

        assertThat(installed.program(Program.AUDIT).resolve("quarkus-run.jar")).hasContent("AUDIT");
    }

    @Test
    void equalFilesExistOnce() throws Exception {
        Installation installed = update(Map.of(Program.AUDIT, "1", Program.PORTAL, "1"));

        assertThat(fileKey(installed, Program.AUDIT, "lib/main/shared.jar"))
                .isEqualTo(fileKey(installed, Program.PORTAL, "lib/main/shared.jar"));
    }

    @Test
    void aNewBuildOfOneProgramLeavesTheOthersWhereTheyAre() throws Exception {
        Installation before = update(Map.of(Program.AUDIT, "1", Program.PORTAL, "1"));
        write(Program.AUDIT, "quarkus-run.jar", "changed");

        Installation after = update(Map.of(Program.AUDIT, "2", Program.PORTAL, "1"));

        assertThat(after.program(Program.AUDIT)).isNotEqualTo(before.program(Program.AUDIT));
        assertThat(after.program(Program.PORTAL)).isEqualTo(before.program(Program.PORTAL));
        assertThat(after.program(Program.AUDIT).resolve("quarkus-run.jar")).hasContent("changed");
    }

    @Test
    void otherSourcesThatBuildTheSameChangeNothing() throws Exception {
        Installation before = update(Map.of(Program.AUDIT, "1"));

        Installation after = update(Map.of(Program.AUDIT, "2"));

        assertThat(after.program(Program.AUDIT)).isEqualTo(before.program(Program.AUDIT));
    }

    private Installation update(Map<Program, String> sources) throws Exception {
        return Installation.current(home).updated(home, repository, sources, Line.SILENT);
    }

    private static Object fileKey(Installation installed, Program program, String name) throws Exception {
        return Files.getAttribute(installed.program(program).resolve(name), "unix:ino");
    }

    private void write(Program program, String name, String content) throws Exception {
        Path file = program.folder(repository).resolve("quarkus-app").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
