package io.inhouse.artefacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ArtefactStore} does. An implementation's test is a subclass that says how to make one. */
abstract class ArtefactStoreConformance {
    @SuppressWarnings("NullAway.Init")
    private ArtefactStore store;

    /** An empty store. */
    abstract ArtefactStore create() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = create();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 1_000_003})
    void whatWasPutComesBackUnderItsDigest(int size) throws Exception {
        byte[] content = content(size);

        ArtefactStore.Stored stored = store.put(new ByteArrayInputStream(content));

        assertThat(stored.size()).isEqualTo(size);
        assertThat(stored.digest())
                .isEqualTo(Digest.of(MessageDigest.getInstance("SHA-256").digest(content)));
        assertThat(store.contains(stored.digest())).isTrue();
        assertThat(read(stored.digest())).isEqualTo(content);
    }

    @Test
    void storingTheSameContentTwiceIsHarmless() throws Exception {
        Digest first = store.put(new ByteArrayInputStream(content(70_000))).digest();

        Digest second = store.put(new ByteArrayInputStream(content(70_000))).digest();

        assertThat(second).isEqualTo(first);
        assertThat(read(first)).isEqualTo(content(70_000));
    }

    @Test
    void anObjectThatIsNotThereIsSaidToBeMissing() throws Exception {
        Digest absent = Digest.of(MessageDigest.getInstance("SHA-256").digest(content(5)));

        assertThat(store.contains(absent)).isFalse();
        assertThatThrownBy(() -> store.open(absent))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(absent.hex());
    }

    @Test
    void aDeletedObjectIsGoneAndDeletingItAgainIsHarmless() throws Exception {
        Digest digest = store.put(new ByteArrayInputStream(content(10))).digest();

        store.delete(digest);
        store.delete(digest);

        assertThat(store.contains(digest)).isFalse();
    }

    @Test
    void aSourceThatFailsLeavesNothingBehind() throws Exception {
        InputStream failing = new SequenceInputStream(new ByteArrayInputStream(content(200_000)), new DeadLine());

        assertThatThrownBy(() -> store.put(failing)).hasMessage("the line went dead");

        byte[] partial = content(200_000);
        assertThat(store.contains(Digest.of(MessageDigest.getInstance("SHA-256").digest(partial))))
                .isFalse();
    }

    @Test
    void manyThreadsMayStoreAtOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Digest>> work = IntStream.range(0, 64)
                    .<Callable<Digest>>mapToObj(i -> () -> store.put(new ByteArrayInputStream(content(1000 + i % 16)))
                            .digest())
                    .toList();

            List<Future<Digest>> digests = threads.invokeAll(work);

            for (int i = 0; i < digests.size(); i++) {
                assertThat(read(digests.get(i).get())).isEqualTo(content(1000 + i % 16));
            }
        }
    }

    /** The same bytes for the same size. */
    static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private byte[] read(Digest digest) throws IOException {
        try (InputStream in = store.open(digest)) {
            return in.readAllBytes();
        }
    }

    private static final class DeadLine extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the line went dead");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            throw new IOException("the line went dead");
        }
    }
}
