package io.inhouse.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.ledger.CanonicalJson;
import io.inhouse.recording.outbox.Outbox;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A recorder on real PostgreSQL for each test, and what tests ask of it. */
abstract class OneRecorder {
    @SuppressWarnings("NullAway.Init")
    RecordingFixture fixture;

    @SuppressWarnings("NullAway.Init")
    AuditRecorder recorder;

    @BeforeEach
    void start() throws Exception {
        fixture = new RecordingFixture();
        recorder = fixture.start();
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    Map<String, @Nullable Object> content(Outbox.Row row) {
        return CanonicalJson.parseObject(fixture.contents.open(row.envelope()));
    }

    Outbox.Row row(String id) throws SQLException {
        return fixture.rows().stream()
                .filter(r -> r.eventId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static List<Long> numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> (long) i).toList();
    }

    static AuditEvent event(String type) {
        return AuditEvent.of(type)
                .bySystem("datasets")
                .content("note", "something")
                .build();
    }

    static void assertUnavailable(ThrowingCallable call, String because) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PlatformException.class, e -> assertThat(e.failure()).isEqualTo(Failure.RECORD_UNAVAILABLE))
                .hasMessageContaining(because);
    }
}
