package io.inhouse.recording.wiring;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.inhouse.artefacts.ArtefactStore;
import io.inhouse.artefacts.FileArtefactStore;
import io.inhouse.artefacts.encryption.MasterKeys;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.recording.encryption.ContentEncryption;
import io.inhouse.recording.encryption.KeysConfig;
import io.inhouse.recording.encryption.KeystoreBinding;
import io.inhouse.recording.encryption.SubjectKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/** Makes the keys, the encryption and the artefact store that every server uses. */
@ApplicationScoped
public class StorageWiring {
    private static final Duration ABANDONED = Duration.ofDays(1);

    @Produces
    @Singleton
    MasterKeys masterKeys(KeystoreConfig config, KeyDatabase database) {
        try {
            MasterKeys masterKeys =
                    MasterKeys.open(config.path(), config.password().toCharArray());
            KeystoreBinding.require(database.dataSource(), masterKeys);
            return masterKeys;
        } catch (IOException e) {
            throw new UncheckedIOException("the keystore cannot be used (inhouse.keystore.path)", e);
        } catch (SQLException e) {
            throw new IllegalStateException("the key database cannot be used (inhouse.keys.jdbc-url)", e);
        }
    }

    @Produces
    @Singleton
    ArtefactStore artefacts(ArtefactsConfig config, MasterKeys masterKeys, Clock clock) {
        try {
            FileArtefactStore store = new FileArtefactStore(config.directory(), masterKeys);
            store.removeAbandoned(clock.instant().minus(ABANDONED));
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException("the artefact store cannot be used (inhouse.artefacts.directory)", e);
        }
    }

    @Produces
    @Singleton
    KeyDatabase keyDatabase(KeysConfig config) {
        try {
            AgroalDataSource dataSource = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(config.connections())
                            .acquisitionTimeout(Duration.ofSeconds(5))
                            .validationTimeout(Duration.ofSeconds(30))
                            // The database may go and come back: a broken connection is not used again.
                            .idleValidationTimeout(Duration.ofSeconds(5))
                            .connectionValidator(ConnectionValidator.defaultValidator())
                            .exceptionSorter(new PostgreSQLExceptionSorter())
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(config.jdbcUrl())
                                    .jdbcProperty("connectTimeout", "10")
                                    .jdbcProperty("socketTimeout", "120")
                                    .jdbcProperty("tcpKeepAlive", "true")
                                    .connectionProviderClassName("org.postgresql.Driver")
                                    .principal(new NamePrincipal(config.username()))
                                    .credential(new SimplePassword(config.password())))));
            Migrations.keys(dataSource);
            return new KeyDatabase(dataSource);
        } catch (SQLException e) {
            throw new IllegalStateException("the key database cannot be used (inhouse.keys.jdbc-url)", e);
        }
    }

    void close(@Disposes KeyDatabase database) {
        database.dataSource().close();
    }

    @Produces
    @Singleton
    SubjectKeys subjectKeys(
            KeyDatabase database, MasterKeys masterKeys, Identifiers identifiers, Clock clock, KeysConfig config) {
        return new SubjectKeys(
                database.dataSource(), masterKeys, identifiers, clock, config.cacheFor(), config.cachedPersons());
    }

    @Produces
    @Singleton
    ContentEncryption contentEncryption(SubjectKeys keys) {
        return new ContentEncryption(keys);
    }

    /** A type of its own, so that nobody injects the key database where the service's own is meant. */
    public record KeyDatabase(AgroalDataSource dataSource) {}
}
