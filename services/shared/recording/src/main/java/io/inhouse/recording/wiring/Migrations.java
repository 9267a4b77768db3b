package io.inhouse.recording.wiring;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Brings a schema of ours up to date in a database that also holds somebody else's tables. Migrations are listed by name
 * rather than searched for, so that this works from any packaging.
 */
public final class Migrations {
    private Migrations() {}

    /** The recorder's tables, schema {@code recording} of the service's own database. */
    public static void recording(DataSource dataSource) {
        migrate(
                dataSource,
                "recording",
                "/io/inhouse/recording/outbox/",
                List.of("V1__streams_and_outbox.sql", "V2__pending_artefacts.sql"));
    }

    /** The persons' keys, schema {@code keys} of the key database. Services that start at once wait for each other. */
    public static void keys(DataSource dataSource) {
        migrate(
                dataSource,
                "keys",
                "/io/inhouse/recording/encryption/",
                List.of("V1__subject_keys.sql", "V2__keystore_check.sql"));
    }

    private static void migrate(DataSource dataSource, String schema, String folder, List<String> names) {
        List<LoadableResource> migrations = names.stream()
                .<LoadableResource>map(n -> new Migration(folder, n))
                .toList();
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .schemas(schema)
                .resourceProvider(new Listed(migrations))
                .javaMigrationClassProvider(List::of)
                .load()
                .migrate();
    }

    private record Listed(List<LoadableResource> migrations) implements ResourceProvider {
        @Override
        public @Nullable LoadableResource getResource(String name) {
            return migrations.stream()
                    .filter(m -> m.getRelativePath().equals(name))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return migrations.stream()
                    .filter(m -> m.getFilename().startsWith(prefix)
                            && Arrays.stream(suffixes).anyMatch(m.getFilename()::endsWith))
                    .toList();
        }
    }

    private static final class Migration extends LoadableResource {
        private final String folder;
        private final String name;

        Migration(String folder, String name) {
            this.folder = folder;
            this.name = name;
        }

        @Override
        public Reader read() {
            try (InputStream in = Migrations.class.getResourceAsStream(folder + name)) {
                if (in == null) {
                    throw new FlywayException("the migration " + folder + name + " is not on the class path");
                }
                byte[] bytes = in.readAllBytes();
                return new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new FlywayException("the migration " + folder + name + " cannot be read", e);
            }
        }

        @Override
        public String getAbsolutePath() {
            return folder + name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return folder + name;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
