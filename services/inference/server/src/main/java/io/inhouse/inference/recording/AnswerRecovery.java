package io.inhouse.inference.recording;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Completes the record for answers whose process ended before their end was recorded: at start-up, and from time to time
 * for processes beside this one. Such an answer's entry has outcome {@code interrupted} and holds every piece that was
 * stored, so at least what was sent.
 */
@ApplicationScoped
public class AnswerRecovery {
    private static final Logger LOG = Logger.getLogger(AnswerRecovery.class);
    private static final int LATE = 200;

    private final Answers answers;
    private final RecordedAnswers recorded;
    private final ProcessLock process;

    AnswerRecovery(Answers answers, RecordedAnswers recorded, ProcessLock process) {
        this.answers = answers;
        this.recorded = recorded;
        this.process = process;
    }

    void start(@Observes @Priority(LATE) StartupEvent event) {
        recover();
    }

    @Scheduled(
            every = "${inhouse.serving.answers.recover-every:30S}",
            delayed = "${inhouse.serving.answers.recover-every:30S}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void recover() {
        try {
            process.hold();
        } catch (SQLException | IllegalStateException e) {
            LOG.warnf(e, "this process cannot show that it lives process=%s", process.name());
        }
        for (String name : answers.processes()) {
            try {
                if (name.equals(process.name())) {
                    interruptOwn();
                } else {
                    process.ifGone(name, () -> answers.of(name).forEach(this::interrupt));
                }
            } catch (SQLException | RuntimeException e) {
                LOG.warnf(e, "answers could not be recovered process=%s", name);
            }
        }
    }

    /** Answers of this process whose end could not be recorded when it came. */
    private void interruptOwn() {
        for (String id : answers.of(process.name())) {
            // Read after the rows: an answer that begins meanwhile is active and not among them.
            Set<String> active = recorded.active();
            if (!active.contains(id)) {
                interrupt(id);
            }
        }
    }

    private void interrupt(String id) {
        try {
            answers.interrupt(id);
            LOG.infof("an answer was recorded as interrupted answer=%s", id);
        } catch (RuntimeException e) {
            LOG.warnf(e, "an answer could not be recorded as interrupted answer=%s", id);
        }
    }
}
