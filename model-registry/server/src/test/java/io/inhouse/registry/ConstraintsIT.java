package io.inhouse.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tables refuse whoever asks. */
@QuarkusTest
@RunningServer
class ConstraintsIT extends AskedRegistry {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE base_model SET licence = 'other'",
                "DELETE FROM base_model",
                "TRUNCATE base_model CASCADE",
                "UPDATE adapter SET digest = 'sha256:' || repeat('0', 64)",
                "UPDATE adapter SET owner = 'somebody else'",
                "UPDATE adapter SET state = 'retired' WHERE state = 'registered'",
                "UPDATE adapter SET state = 'approved', decided_by = owner, decided_at = now(), comment = 'me' WHERE state = 'registered'",
                "UPDATE adapter SET state = 'approved', decided_by = registrar, decided_at = now(), comment = 'me' WHERE state = 'registered'",
                "UPDATE adapter SET state = 'approved' WHERE state = 'registered'",
                "DELETE FROM adapter",
                "DELETE FROM model_alias_move",
                "TRUNCATE adapter CASCADE",
                "INSERT INTO model_alias (project_id, name, adapter_id, since) SELECT project_id, 'sneaky', id, now() FROM adapter WHERE state = 'registered'",
                "INSERT INTO model_alias (project_id, name, adapter_id, since) SELECT 'claims', 'sneaky', id, now() FROM adapter WHERE state = 'registered'",
            })
    void theDatabaseItselfRefuses(String sql) throws Exception {
        String base = base("constraints", 11);
        register("ftjob-constraints", base, 8, 0.1f);

        assertThatThrownBy(() -> execute(sql))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        // Class 23: a constraint was violated; anything else would be a fault of this test.
                        e -> assertThat(e.getSQLState()).startsWith("23"));
    }
}
