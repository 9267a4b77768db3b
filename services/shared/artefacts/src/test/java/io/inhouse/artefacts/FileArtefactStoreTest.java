package io.inhouse.artefacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.artefacts.encryption.MasterKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileArtefactStoreTest extends ArtefactStoreConformance {
    private static final int HEADER = 8 + 4 + 60;
    private static final int SEALED_CHUNK = 65_536 + 16;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Override
    ArtefactStore create() throws IOException {
        return new FileArtefactStore(
                directory.resolve("artefacts"),
                MasterKeys.open(directory.resolve("master.p12"), "correct horse".toCharArray()));
    }

    @Test
    void nothingOfThePlainTextIsOnTheDisk() throws Exception {
        String secret = "the patient's name is written here";

        create().put(new ByteArrayInputStream(secret.getBytes(StandardCharsets.UTF_8)));

        for (Path file : files()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .doesNotContain("patient");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aChangedBitIsNoticed() throws Exception {
        Digest digest = threeChunks();
        change(file -> file[HEADER + 70_000] ^= 1);

        assertThatThrownBy(() -> readAll(digest)).hasMessageContaining("was changed at chunk 1");
    }

    @Test
    void aFileCutAtTheEndOfAChunkIsNoticed() throws Exception {
        Digest digest = threeChunks();
        Path file = files().getFirst();
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), HEADER + 2 * SEALED_CHUNK));

        assertThatThrownBy(() -> readAll(digest)).hasMessageContaining("was changed at chunk 1");
    }

    @Test
    void aFileCutAfterItsHeaderIsNoticed() throws Exception {
        Digest digest = threeChunks();
        Path file = files().getFirst();
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), HEADER));

        assertThatThrownBy(() -> readAll(digest)).hasMessageContaining("ends within chunk 0");
    }

    @Test
    void swappedChunksAreNoticed() throws Exception {
        Digest digest = threeChunks();
        change(file -> {
            byte[] first = Arrays.copyOfRange(file, HEADER, HEADER + SEALED_CHUNK);
            System.arraycopy(file, HEADER + SEALED_CHUNK, file, HEADER, SEALED_CHUNK);
            System.arraycopy(first, 0, file, HEADER + SEALED_CHUNK, SEALED_CHUNK);
        });

        assertThatThrownBy(() -> readAll(digest)).hasMessageContaining("was changed at chunk 0");
    }

    @Test
    void anObjectUnderAnotherObjectsNameIsNoticed() throws Exception {
        Digest digest = threeChunks();
        byte[] stored = Files.readAllBytes(files().getFirst());
        Digest other = create().put(new ByteArrayInputStream(content(10))).digest();
        Path place = directory
                .resolve("artefacts")
                .resolve(other.hex().substring(0, 2))
                .resolve(other.hex().substring(2, 4))
                .resolve(other.hex());
        Files.write(place, stored);

        assertThat(create().contains(digest)).isTrue();
        assertThatThrownBy(() -> readAll(other)).hasMessageContaining("was not stored under this name");
    }

    @Test
    void anotherMasterKeyOpensNothing() throws Exception {
        Digest digest = threeChunks();
        Files.delete(directory.resolve("master.p12"));

        assertThatThrownBy(() -> readAll(digest)).hasMessageContaining("master key");
    }

    @Test
    void whatDeadWritersLeftIsRemovedAndTheRestIsKept() throws Exception {
        Digest digest = threeChunks();
        Path left = Files.writeString(directory.resolve("artefacts/incoming/object1.part"), "half");
        FileArtefactStore store = (FileArtefactStore) create();

        int removed = store.removeAbandoned(
                Files.getLastModifiedTime(left).toInstant().plusSeconds(1));

        assertThat(removed).isEqualTo(1);
        assertThat(left).doesNotExist();
        assertThat(readAll(digest)).hasSize(150_000);
    }

    private Digest threeChunks() throws IOException {
        return create().put(new ByteArrayInputStream(content(150_000))).digest();
    }

    private byte[] readAll(Digest digest) throws IOException {
        try (InputStream in = create().open(digest)) {
            return in.readAllBytes();
        }
    }

    private void change(Change change) throws IOException {
        Path file = files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        change.apply(bytes);
        Files.write(file, bytes);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.walk(directory.resolve("artefacts"))) {
            return found.filter(Files::isRegularFile).toList();
        }
    }

    private interface Change {
        void apply(byte[] file);
    }
}
