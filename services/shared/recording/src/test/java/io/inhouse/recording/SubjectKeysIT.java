package io.inhouse.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.recording.encryption.ContentEncryption;
import io.inhouse.recording.encryption.SealedContent;
import io.inhouse.recording.encryption.SubjectKeys;
import io.inhouse.recording.encryption.UnreadableContentException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubjectKeysIT {
    private static final byte[] TEXT = "an answer".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BINDING = "answer_chunk\n17".getBytes(StandardCharsets.UTF_8);

    @SuppressWarnings("NullAway.Init")
    private RecordingFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new RecordingFixture();
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @Test
    void servicesThatNeedThePersonsKeyAtOnceAgreeOnOne() throws Exception {
        List<Callable<String>> services = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            SubjectKeys keys = fixture.newSubjectKeys();
            services.add(() -> keys.pseudonym("person-1"));
        }
        try (var threads = Executors.newFixedThreadPool(services.size())) {
            List<Future<String>> pseudonyms = threads.invokeAll(services);

            for (Future<String> pseudonym : pseudonyms) {
                assertThat(pseudonym.get()).isEqualTo(pseudonyms.getFirst().get());
            }
        }
    }

    @Test
    void whatOneServiceSealsAnotherOpens() throws Exception {
        SealedContent sealed = new ContentEncryption(fixture.keys).seal("person-1", TEXT, BINDING);

        byte[] opened = new ContentEncryption(fixture.newSubjectKeys()).open(sealed, BINDING);

        assertThat(opened).isEqualTo(TEXT);
        assertThat(new String(sealed.ct(), StandardCharsets.ISO_8859_1)).doesNotContain("answer");
    }

    @Test
    void contentBoundToOneRowIsNotOpenedAsAnothers() throws Exception {
        ContentEncryption encryption = new ContentEncryption(fixture.keys);
        SealedContent sealed = encryption.seal("person-1", TEXT, BINDING);

        assertThatThrownBy(() -> encryption.open(sealed, "answer_chunk\n18".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        UnreadableContentException.class,
                        e -> assertThat(e.reason()).isEqualTo(UnreadableContentException.Reason.CHANGED));
    }

    @Test
    void aDestroyedKeyOpensNothingButOthersAreUntouched() throws Exception {
        ContentEncryption encryption = new ContentEncryption(fixture.keys);
        SealedContent erased = encryption.seal("person-1", TEXT, BINDING);
        SealedContent kept = encryption.seal("person-2", TEXT, BINDING);

        fixture.newSubjectKeys().destroy("person-1");

        assertThatThrownBy(() -> new ContentEncryption(fixture.newSubjectKeys()).open(erased, BINDING))
                .isInstanceOfSatisfying(
                        UnreadableContentException.class,
                        e -> assertThat(e.reason()).isEqualTo(UnreadableContentException.Reason.KEY_DESTROYED));
        assertThat(encryption.open(kept, BINDING)).isEqualTo(TEXT);
    }

    @Test
    void theTableNamesNobodyAndKeepsNothingOfADestroyedKey() throws Exception {
        fixture.keys.pseudonym("person-1");

        fixture.keys.destroy("person-1");

        try (var connection = fixture.keyDatabase.connect();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT k::text, kek IS NULL AND k_pseudo IS NULL FROM keys.subject_key k")) {
            row.next();
            assertThat(row.getString(1)).doesNotContain("person-1");
            assertThat(row.getBoolean(2)).isTrue();
        }
    }

    @Test
    void anUnknownKeyIsSaidToBeUnknown() {
        assertThatThrownBy(() -> fixture.keys.unwrap("key-none", new byte[60]))
                .isInstanceOfSatisfying(
                        UnreadableContentException.class,
                        e -> assertThat(e.reason()).isEqualTo(UnreadableContentException.Reason.KEY_UNKNOWN));
    }
}
