package io.inhouse.local.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    @Test
    void takesTheUsualPortsWhereTheyAreFree() {
        Ports ports = Ports.choose(null, port -> true);

        assertThat(ports.of(Ports.DOOR)).isEqualTo(8080);
        assertThat(ports.of("postgresql")).isEqualTo(8120);
        assertThat(ports.origin()).isEqualTo("http://localhost:8080");
    }

    @Test
    void takesTheNextFreePortThatNobodyElseWants() {
        Set<Integer> taken = Set.of(8080, 8081, 8101);

        Ports ports = Ports.choose(null, port -> !taken.contains(port));

        assertThat(ports.of(Ports.DOOR)).isEqualTo(8082);
        // 8102 to 8106 are other parts' usual ports.
        assertThat(ports.of("datasets")).isEqualTo(8107);
        assertThat(ports.byName().values()).doesNotHaveDuplicates();
    }

    @Test
    void keepsTheDoorThatWasAskedForAndMovesWhoeverUsuallyHasIt() {
        Ports ports = Ports.choose(8101, port -> true);

        assertThat(ports.of(Ports.DOOR)).isEqualTo(8101);
        assertThat(ports.of("datasets")).isNotEqualTo(8101);
        assertThat(ports.byName().values()).doesNotHaveDuplicates();
    }

    @Test
    void areRemembered(@TempDir Path root) throws Exception {
        Home home = new Home(root);
        Ports chosen = Ports.choose(9000, port -> true);

        chosen.write(home);

        assertThat(Ports.read(home)).isEqualTo(chosen);
    }
}
