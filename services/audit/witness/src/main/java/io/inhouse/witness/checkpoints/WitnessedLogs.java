package io.inhouse.witness.checkpoints;

import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Proofs;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.UnverifiedNoteException;
import io.inhouse.ledger.VerifierKey;
import io.inhouse.witness.encryption.WitnessKeys;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The logs and how far each was seen to grow. */
@ApplicationScoped
public class WitnessedLogs implements PanacheRepositoryBase<WitnessedLogEntity, String> {
    private static final Logger LOG = Logger.getLogger(WitnessedLogs.class);

    private final WitnessKeys keys;
    private final Clock clock;

    WitnessedLogs(WitnessKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Cosigns the tree head if it continues the last. The row is locked while that is decided, and the new head is committed
     * before this returns: a cosignature that left the machine is never forgotten.
     */
    @Transactional
    Verdict add(AddCheckpoint request, byte[] body) {
        Checkpoint head = request.head();
        WitnessedLogEntity log = find("origin", head.origin())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
        if (log == null) {
            return new Verdict.UnknownLog();
        }
        SignedNote signed = signed(request.note(), log.keys);
        if (signed == null) {
            return new Verdict.NotSigned();
        }
        if (request.oldSize() > head.size()) {
            return new Verdict.Malformed("the old size exceeds the tree head's");
        }
        if (request.oldSize() != log.size) {
            return new Verdict.OtherSize(log.size);
        }
        if (log.root != null
                && head.size() == log.size
                && !log.root.equals(head.root().base64())) {
            contradiction(request, "another root at the same size", body);
            return new Verdict.Forked(log.size);
        }
        if (!continues(log, request)) {
            // No word against the log: it signs heads, and not the proofs that anybody may put beside one.
            return new Verdict.NotProven();
        }
        Instant now = clock.instant();
        List<SignedNote.Signature> cosignatures = keys.cosign(signed.text(), now.getEpochSecond());
        for (SignedNote.Signature cosignature : cosignatures) {
            signed = signed.with(cosignature);
        }
        log.size = head.size();
        log.root = head.root().base64();
        log.note = signed.encode();
        log.cosignedAt = now;
        return new Verdict.Cosigned(cosignatures);
    }

    /** The tree head that this witness cosigned last, with all signatures it knows. */
    @Transactional
    Optional<String> latest(String origin) {
        return findByIdOptional(origin).map(log -> log.note);
    }

    /**
     * Witnesses a log from now on, or changes its keys.
     *
     * @param logKeys Ed25519 or ML-DSA-44, all named by the log's origin
     */
    @Transactional
    public void know(String origin, List<VerifierKey> logKeys) {
        String text =
                String.join("\n", logKeys.stream().map(VerifierKey::toString).toList());
        WitnessedLogEntity log = findById(origin);
        if (log == null) {
            log = new WitnessedLogEntity();
            log.origin = origin;
            log.keys = text;
            persist(log);
        } else {
            log.keys = text;
        }
        LOG.infof(
                "witnesses the log origin=%s keys=%s",
                origin, logKeys.stream().map(VerifierKey::label).toList());
    }

    /** Size of each log when it was cosigned last, by origin. */
    @Transactional
    public Map<String, Long> sizes() {
        Map<String, Long> sizes = new TreeMap<>();
        findAll(Sort.by("origin")).list().forEach(log -> sizes.put(log.origin, log.size));
        return sizes;
    }

    /** Requests with heads that a log signed and that contradict what it had signed before, oldest first. */
    @Transactional
    public List<String> contradictions() {
        return getEntityManager()
                .createNativeQuery("SELECT request FROM contradiction ORDER BY found_at", String.class)
                .getResultList()
                .stream()
                .map(String::valueOf)
                .toList();
    }

    private static boolean continues(WitnessedLogEntity log, AddCheckpoint request) {
        Checkpoint head = request.head();
        if (log.size == 0) {
            return request.proof().isEmpty() && (head.size() > 0 || head.root().equals(Hash.EMPTY_TREE));
        }
        Hash last = Hash.parse(String.valueOf(log.root));
        return Proofs.consistent(log.size, head.size(), request.proof(), last, head.root());
    }

    /** The note with the log's own signatures alone, or null if there is none. */
    private static @Nullable SignedNote signed(SignedNote note, String keys) {
        List<VerifierKey> known = keys.lines().map(VerifierKey::parse).toList();
        try {
            note.verify(known);
        } catch (UnverifiedNoteException e) {
            return null;
        }
        return new SignedNote(
                note.text(),
                note.signatures().stream()
                        .filter(signature -> known.stream().anyMatch(signature::isBy))
                        .toList());
    }

    /** Kept once for each head, whatever else the requests with it hold: one is proof enough, and anybody may repeat it. */
    private void contradiction(AddCheckpoint request, String reason, byte[] body) {
        Checkpoint head = request.head();
        LOG.errorf(
                "the log contradicts what it signed before origin=%s size=%s reason=%s",
                head.origin(), head.size(), reason);
        getEntityManager()
                .createNativeQuery("""
                        INSERT INTO contradiction (sha256, origin, reason, size, request, found_at)
                        VALUES (encode(sha256(:head), 'hex'), :origin, :reason, :size, :request, :now) ON CONFLICT DO NOTHING""")
                .setParameter("head", request.note().text().getBytes(StandardCharsets.UTF_8))
                .setParameter("origin", head.origin())
                .setParameter("reason", reason)
                .setParameter("size", head.size())
                .setParameter("request", new String(body, StandardCharsets.UTF_8))
                .setParameter("now", Timestamp.from(clock.instant()))
                .executeUpdate();
    }
}
