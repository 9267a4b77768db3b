package io.inhouse.audit.witness;

import io.inhouse.audit.head.Quorum;
import io.inhouse.audit.tree.StoredNodes;
import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.Hash;
import io.inhouse.ledger.Proofs;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.TrustPolicy;
import io.inhouse.ledger.UnverifiedNoteException;
import io.inhouse.ledger.VerifierKey;
import java.io.IOException;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Collects cosignatures, one tree head at a time, until the policy's quorum is met; then goes on with the newest head that
 * was asked for meanwhile, or as soon as so many witnesses stand at larger heads that the quorum cannot be met any more. Each
 * witness has a thread of its own, so that a slow one holds up nobody who is not needed.
 */
public final class Witnesses implements Quorum {
    private static final Logger LOG = Logger.getLogger(Witnesses.class);

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final TrustPolicy policy;
    private final DataSource dataSource;
    private final Duration retryAfter;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final List<Thread> threads = new ArrayList<>();

    // Guarded by this:
    private @Nullable SignedNote newest;
    private @Nullable SignedNote round;
    /** Who stands at a larger head than the round's, and will never cosign it. */
    private final Set<VerifierKey> passed = new HashSet<>();

    private @Nullable SignedNote agreed;
    private boolean stopped;

    /** @throws IllegalArgumentException if a witness in the policy has no address */
    public Witnesses(TrustPolicy policy, DataSource dataSource, Duration retryAfter) {
        this.policy = policy;
        this.dataSource = dataSource;
        this.retryAfter = retryAfter;
        for (Map.Entry<String, TrustPolicy.Witness> witness : policy.witnesses().entrySet()) {
            VerifierKey key = witness.getValue().key();
            WitnessClient client = new WitnessClient(http, witness.getValue(), PATIENCE);
            threads.add(Thread.ofPlatform()
                    .daemon()
                    .name("audit-witness-" + witness.getKey())
                    .unstarted(() -> serve(witness.getKey(), key, client)));
        }
        threads.forEach(Thread::start);
    }

    @Override
    public synchronized void ask(SignedNote head) {
        if (newest != null && newest.text().equals(head.text())) {
            return;
        }
        newest = head;
        if (round == null) {
            begin(head);
        } else {
            giveUpIfVain();
        }
    }

    @Override
    public synchronized @Nullable SignedNote agreed() {
        return agreed;
    }

    @Override
    public void close() {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        threads.forEach(Thread::interrupt);
        http.shutdownNow();
    }

    private void serve(String name, VerifierKey key, WitnessClient client) {
        long known = 0;
        String done = "";
        boolean failing = false;
        try {
            for (SignedNote head = next(done); head != null; head = next(done)) {
                long size = Checkpoint.parse(head.text()).size();
                try {
                    collect(head.text(), client.cosign(head, size, Math.min(known, size), old -> proof(old, size)));
                    known = size;
                    done = head.text();
                    if (failing) {
                        LOG.infof("the witness cosigns again witness=%s size=%s", name, size);
                    }
                    failing = false;
                } catch (IOException | RuntimeException e) {
                    // Whatever it is: without this thread the witness would be asked no more until the next start.
                    if (!failing) {
                        LOG.warnf("a witness does not cosign witness=%s size=%s reason=%s", name, size, e);
                    }
                    failing = true;
                    if (e instanceof WitnessClient.PassedException) {
                        pass(head.text(), key);
                    }
                    pause(head.text());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The head that is to be cosigned and that this witness has not cosigned; null when stopping. */
    private synchronized @Nullable SignedNote next(String done) throws InterruptedException {
        while (!stopped && (round == null || round.text().equals(done))) {
            wait();
        }
        return stopped ? null : round;
    }

    /** Until the same may be asked again; a new tree head, or the end, comes before that. */
    private synchronized void pause(String asked) throws InterruptedException {
        long until = System.nanoTime() + retryAfter.toNanos();
        long left = retryAfter.toNanos();
        while (left > 0 && !stopped && round != null && round.text().equals(asked)) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = until - System.nanoTime();
        }
    }

    private synchronized void collect(String text, SignedNote.Signature signature) {
        if (round == null || !round.text().equals(text)) {
            // It was agreed on without this witness; the next round asks again.
            return;
        }
        round = round.with(signature);
        try {
            if (policy.isMet(round.signers(policy.witnessKeys()))) {
                agreed = round;
                begin(newest != null && !newest.text().equals(text) ? newest : null);
            }
        } catch (UnverifiedNoteException e) {
            throw new IllegalStateException("a cosignature that was checked does not fit", e);
        }
    }

    private synchronized void pass(String text, VerifierKey witness) {
        if (round != null && round.text().equals(text)) {
            passed.add(witness);
            giveUpIfVain();
        }
    }

    /** Goes on with the newest head if those who have not passed the round's are too few. Call it with the lock held. */
    private void giveUpIfVain() {
        Set<VerifierKey> left = new HashSet<>(policy.witnessKeys());
        left.removeAll(passed);
        if (round != null && newest != null && !round.text().equals(newest.text()) && !policy.isMet(left)) {
            LOG.infof(
                    "a tree head is left out, witnesses stand at larger ones size=%s next=%s",
                    Checkpoint.parse(round.text()).size(),
                    Checkpoint.parse(newest.text()).size());
            begin(newest);
        }
    }

    /** Call it with the lock held. */
    private void begin(@Nullable SignedNote head) {
        round = head;
        passed.clear();
        notifyAll();
    }

    private List<Hash> proof(long from, long to) throws IOException {
        if (from == 0) {
            return List.of();
        }
        try (Connection connection = dataSource.getConnection()) {
            return from == to ? List.of() : Proofs.consistency(from, to, new StoredNodes(connection));
        } catch (SQLException e) {
            throw new IOException("the ledger's database did not answer", e);
        }
    }
}
