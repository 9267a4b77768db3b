package io.inhouse.inference.recording;

import io.inhouse.identity.Caller;
import io.inhouse.inference.models.ServedModel;
import io.inhouse.ledger.Outcome;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.inhouse.recording.encryption.ContentEncryption;
import io.inhouse.recording.encryption.SealedContent;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The answers under way, in the database; each change goes together with its entry in the record. */
@ApplicationScoped
public class Answers implements PanacheRepositoryBase<AnswerEntity, String> {
    private final Recorder recorder;
    private final ContentEncryption encryption;
    private final Clock clock;

    Answers(Recorder recorder, ContentEncryption encryption, Clock clock) {
        this.recorder = recorder;
        this.encryption = encryption;
        this.clock = clock;
    }

    /**
     * Records the question and begins the answer, both or neither.
     *
     * @return id of the entry
     */
    @Transactional
    String begin(Ask ask, String process, int promptTokens) {
        AnswerEntity row = new AnswerEntity();
        row.id = ask.id();
        row.projectId = ask.caller().project();
        row.process = process;
        row.actor = ask.caller().subject();
        row.actorName = ask.caller().name();
        row.actorKind = ask.caller().kind().name();
        row.purpose = ask.caller().purpose();
        row.endpoint = ask.endpoint();
        row.modelName = ask.model().name();
        row.baseName = ask.model().base().name();
        row.baseDigest = ask.model().base().digest();
        row.adapterId = ask.model().adapter().map(ServedModel.Adapter::id).orElse(null);
        row.adapterDigest =
                ask.model().adapter().map(ServedModel.Adapter::digest).orElse(null);
        row.startedAt = clock.instant();
        // The stream's number is held from here to the commit, so nothing but the insertion follows.
        row.receipt = recorder.record(question(ask, row, promptTokens));
        persistAndFlush(row);
        return row.receipt;
    }

    private static AuditEvent question(Ask ask, AnswerEntity row, int promptTokens) {
        AuditEvent.Builder event = event("inference.request", row);
        switch (ask.prompt()) {
            case Ask.Prompt.Messages messages -> event.content("messages", messages.messages());
            case Ask.Prompt.Text text -> event.content("prompt", text.text());
        }
        Ask.Parameters given = ask.parameters();
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (given.maxTokens() != null) {
            parameters.put("maxTokens", given.maxTokens());
        }
        parameters.put("temperature", given.temperature());
        parameters.put("topP", given.topP());
        parameters.put("seed", given.seed());
        parameters.put("stop", given.stop());
        return event.content("parameters", parameters)
                .content("streamed", ask.streamed())
                .content("promptTokens", promptTokens)
                .content("user", given.user())
                .content("metadata", given.metadata().isEmpty() ? null : given.metadata())
                .build();
    }

    /** Stores a piece of an answer; it may be sent when this returns. */
    @Transactional
    void store(String id, String actor, int number, String text) {
        SealedContent sealed = encryption.seal(
                actor, text.getBytes(StandardCharsets.UTF_8), boundTo(new AnswerChunkEntity.Key(id, number)));
        AnswerChunkEntity chunk = new AnswerChunkEntity();
        chunk.key = new AnswerChunkEntity.Key(id, number);
        chunk.ct = sealed.ct();
        chunk.dek = sealed.dek();
        chunk.keyId = sealed.keyId();
        getEntityManager().persist(chunk);
        getEntityManager().flush();
    }

    /**
     * Records how the answer ended and forgets its pieces, both or neither.
     *
     * @throws IllegalStateException if its end is recorded already
     */
    @Transactional
    void end(String id, Outcome outcome, End end) {
        AnswerEntity row = findById(id);
        if (row == null || delete("id", id) != 1) {
            throw new IllegalStateException("the end of this answer is recorded already: " + id);
        }
        recorder.record(answered(row, outcome, end));
    }

    /** @param reason why it ended, for people */
    record End(String text, String reason, int promptTokens, int completionTokens) {}

    private AuditEvent answered(AnswerEntity row, Outcome outcome, End end) {
        AuditEvent.Builder event = event("inference.response", row)
                .outcome(outcome)
                .content("request", row.receipt)
                .content("text", end.text())
                .content("finishReason", end.reason())
                .content(
                        "milliseconds",
                        Math.max(
                                0,
                                Duration.between(row.startedAt, clock.instant()).toMillis()));
        if (end.promptTokens() > 0) {
            event.content("promptTokens", end.promptTokens()).content("completionTokens", end.completionTokens());
        }
        return event.build();
    }

    private static AuditEvent.Builder event(String type, AnswerEntity row) {
        Caller caller = new Caller(
                row.actor, row.actorName, Caller.Kind.valueOf(row.actorKind), row.projectId, Set.of(), row.purpose);
        AuditEvent.Builder event = AuditEvent.of(type)
                .by(caller)
                .object("answer", row.id)
                .object("base-model", row.baseName, row.baseDigest)
                .content("model", row.modelName)
                .content("baseDigest", row.baseDigest)
                .content("endpoint", row.endpoint);
        String adapter = row.adapterId;
        if (adapter != null) {
            event.object("adapter", adapter, row.adapterDigest).content("adapterDigest", row.adapterDigest);
        }
        return event;
    }

    /** Processes that have answers without an end. */
    @Transactional
    Set<String> processes() {
        return Set.copyOf(getEntityManager()
                .createQuery("select distinct process from AnswerEntity", String.class)
                .getResultList());
    }

    /** Answers of this process without an end. */
    @Transactional
    List<String> of(String process) {
        return find("process", process).stream().map(row -> row.id).toList();
    }

    /** Ends an answer whose process is gone with the pieces it had stored. */
    @Transactional
    void interrupt(String id) {
        AnswerEntity row = findById(id);
        if (row != null) {
            end(id, Outcome.INTERRUPTED, new End(stored(row), "interrupted", 0, 0));
        }
    }

    private String stored(AnswerEntity row) {
        StringBuilder text = new StringBuilder();
        List<AnswerChunkEntity> chunks = getEntityManager()
                .createQuery(
                        "from AnswerChunkEntity where key.answer = ?1 order by key.number", AnswerChunkEntity.class)
                .setParameter(1, row.id)
                .getResultList();
        for (AnswerChunkEntity chunk : chunks) {
            SealedContent sealed = new SealedContent(chunk.ct, chunk.dek, chunk.keyId);
            text.append(new String(encryption.open(sealed, boundTo(chunk.key)), StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static byte[] boundTo(AnswerChunkEntity.Key key) {
        return ("answer_chunk\n" + key.answer() + "\n" + key.number()).getBytes(StandardCharsets.UTF_8);
    }
}
