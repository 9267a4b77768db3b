package io.inhouse.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.recording.encryption.KeystoreBinding;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeystoreBindingIT {
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
    void theSameKeystoreIsAcceptedAtEveryStart() throws Exception {
        KeystoreBinding.require(fixture.keyDataSource, fixture.masterKeys());
        fixture.keys.pseudonym("person-1");

        assertThatCode(() -> KeystoreBinding.require(fixture.keyDataSource, fixture.masterKeys()))
                .doesNotThrowAnyException();
    }

    @Test
    void aKeystoreThatIsGoneIsNotReplacedByANewOne() throws Exception {
        KeystoreBinding.require(fixture.keyDataSource, fixture.masterKeys());
        Files.delete(fixture.directories.keystore());

        assertThatThrownBy(() -> KeystoreBinding.require(fixture.keyDataSource, fixture.masterKeys()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not the one that the key database was written with")
                .hasMessageContaining(fixture.directories.keystore().toString());
        assertThat(fixture.directories.keystore()).doesNotExist();
    }

    @Test
    void anotherKeystoreIsRefused() throws Exception {
        KeystoreBinding.require(fixture.keyDataSource, fixture.masterKeys());
        Files.delete(fixture.directories.keystore());
        fixture.newSubjectKeys().pseudonym("person-1");

        assertThatThrownBy(() -> KeystoreBinding.require(fixture.keyDataSource, fixture.masterKeys()))
                .hasMessageContaining("is not the one that the key database was written with");
    }

    @Test
    void aDatabaseFromBeforeTheCheckIsTiedToTheKeystoreThatFits() throws Exception {
        fixture.keys.pseudonym("person-1");
        KeystoreBinding.require(fixture.keyDataSource, fixture.masterKeys());

        assertThatCode(() -> KeystoreBinding.require(fixture.keyDataSource, fixture.masterKeys()))
                .doesNotThrowAnyException();
    }

    @Test
    void aDatabaseFromBeforeTheCheckIsNotTiedToAnotherKeystore() throws Exception {
        fixture.keys.pseudonym("person-1");
        Files.delete(fixture.directories.keystore());

        assertThatThrownBy(() -> KeystoreBinding.require(fixture.keyDataSource, fixture.masterKeys()))
                .hasMessageContaining("is not the one that the key database was written with");
    }
}
