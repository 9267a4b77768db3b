package io.inhouse.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.artefacts.Digest;
import io.inhouse.recording.leftovers.ArtefactReferences;
import io.inhouse.recording.leftovers.PendingArtefacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects that nothing refers to are deleted, and no others. */
class LeftoversIT extends OneRecorder {
    private static final Duration AGE = Duration.ofMinutes(10);
    private static final String LARGE = "x".repeat(400_000);

    @Test
    void contentWhoseTransactionFailedIsDeletedWhenItIsOld() throws Exception {
        // Given content in the store whose entry was rolled back, and content whose entry was committed
        assertThatThrownBy(() -> fixture.inTransaction(() -> {
                    recorder.record(large());
                    throw new IllegalStateException("the change failed");
                }))
                .hasMessage("the change failed");
        String kept = recorder.recordNow(large());
        assertThat(objects()).hasSize(2);
        assertThat(collect()).as("objects deleted while they were young").isZero();

        // When
        fixture.clock.advance(AGE.plusSeconds(1));
        assertThat(collect()).isOne();

        // Then
        assertThat(objects()).hasSize(1);
        assertThat(content(row(kept))).containsEntry("text", LARGE);
        assertThat(fixture.number("SELECT count(*) FROM recording.pending_artefact"))
                .isZero();
    }

    @Test
    void whatWasGivenUpCannotBeClaimed() throws Exception {
        Digest digest = fixture.artefacts.put(content("late")).digest();
        String note = fixture.pending.note(digest);
        fixture.clock.advance(AGE.plusSeconds(1));
        collect();

        assertThatThrownBy(() -> fixture.inTransaction(() -> {
                    fixture.pending.claim(note);
                    return note;
                }))
                .isInstanceOf(PendingArtefacts.GivenUpException.class);
        assertThat(fixture.artefacts.contains(digest)).isFalse();
    }

    @Test
    void anEqualObjectThatIsReferredToOrJustBeingStoredStays() throws Exception {
        // Given two objects of which an old note tells: one is referred to, of the other a young note tells, too
        Digest referred = fixture.artefacts.put(content("referred")).digest();
        Digest awaited = fixture.artefacts.put(content("awaited")).digest();
        fixture.pending.note(referred);
        fixture.pending.note(awaited);
        fixture.clock.advance(AGE.plusSeconds(1));
        String young = fixture.pending.note(awaited);

        // When
        assertThat(fixture.pending.collect(fixture.artefacts, AGE, List.of(referred::equals)))
                .isZero();

        // Then
        assertThat(fixture.artefacts.contains(referred)).isTrue();
        assertThat(fixture.artefacts.contains(awaited)).isTrue();
        fixture.inTransaction(() -> {
            fixture.pending.claim(young);
            return young;
        });
        // And once that one is claimed, only what refers to it can tell that it stays.
        assertThat(fixture.pending.collect(fixture.artefacts, AGE, List.of(awaited::equals)))
                .isZero();
        assertThat(fixture.artefacts.contains(awaited)).isTrue();
    }

    @Test
    void anUnfinishedObjectOfADeadWriterIsDeletedWhenItIsOld() throws Exception {
        Path unfinished = fixture.directories.artefacts().resolve("incoming").resolve("object1.part");
        Files.writeString(unfinished, "the beginning of");
        Files.setLastModifiedTime(unfinished, FileTime.from(fixture.clock.instant()));
        collect();
        assertThat(unfinished).exists();

        fixture.clock.advance(AGE.plusSeconds(1));
        collect();

        assertThat(unfinished).doesNotExist();
    }

    private int collect() throws SQLException, IOException {
        ArtefactReferences none = digest -> false;
        return fixture.pending.collect(fixture.artefacts, AGE, List.of(none));
    }

    private List<Path> objects() throws IOException {
        try (var files = Files.walk(fixture.directories.artefacts())) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static AuditEvent large() {
        return AuditEvent.of("export.create")
                .bySystem("datasets")
                .content("text", LARGE)
                .build();
    }

    private static ByteArrayInputStream content(String text) {
        return new ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
