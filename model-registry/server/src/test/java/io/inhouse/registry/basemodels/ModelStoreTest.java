package io.inhouse.registry.basemodels;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.StartupEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
    /** From {@code sha256sum} and {@code stat} over the two files below. */
    private static final String DIGEST = "sha256:6c263fc611c4d766174cc3e6b5fbc300f606a40e751ad8f2701c579b7d466a83";

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final FileTime EARLIER = FileTime.from(NOW.minus(Duration.ofHours(25)));

    @TempDir
    Path temporary;

    @Test
    void aModelIsNamedByAManifestThatStandardToolsCanMake() throws Exception {
        ModelStore.Staged staged = store().stage(sources());

        assertThat(staged.digest()).isEqualTo(DIGEST);
    }

    @Test
    void aPublishedModelIsWholeAndReadOnly() throws Exception {
        ModelStore store = store();

        Path published = store.publish(store.stage(sources()));

        assertThat(published).hasFileName(DIGEST.replace(':', '-'));
        assertThat(published.resolve("config.json")).hasContent("{}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(published)))
                .isEqualTo("r-xr-xr-x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(published.resolve("config.json"))))
                .isEqualTo("r--r--r--");
    }

    @Test
    void publishingTheSameFilesTwiceLeavesOneCopy() throws Exception {
        ModelStore store = store();
        store.publish(store.stage(sources()));

        store.publish(store.stage(sources()));

        try (Stream<Path> left = Files.list(temporary.resolve("models"))) {
            assertThat(left.map(path -> path.getFileName().toString()).toList())
                    .isEqualTo(List.of(DIGEST.replace(':', '-')));
        }
    }

    @Test
    void whatAKilledServerLeftIsRemovedAtTheStartAndWhatIsBeingWrittenStays() throws Exception {
        ModelStore store = store();
        Path published = store.publish(store.stage(sources()));
        Path abandoned = store.scratch();
        Path written = store.scratch();
        for (Path copy : List.of(abandoned, written)) {
            Files.setLastModifiedTime(Files.writeString(copy.resolve("model.safetensors"), "x"), EARLIER);
            Files.setLastModifiedTime(copy, EARLIER);
        }
        Files.setLastModifiedTime(written.resolve("model.safetensors"), FileTime.from(NOW));

        store.removeAbandoned(new StartupEvent());

        assertThat(abandoned).doesNotExist();
        assertThat(written).isDirectory();
        assertThat(published).isDirectory();
    }

    private ModelStore store() {
        return new ModelStore(() -> temporary.resolve("models"), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Map<String, Path> sources() throws Exception {
        Path source = Files.createDirectories(temporary.resolve("source"));
        return Map.of(
                "tokenizer.json", Files.writeString(source.resolve("tokenizer.json"), "abc"),
                "config.json", Files.writeString(source.resolve("config.json"), "{}"));
    }
}
