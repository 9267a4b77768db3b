package io.inhouse.audit.witness;

import io.inhouse.ledger.Hash;
import io.inhouse.ledger.SignedNote;
import io.inhouse.ledger.TrustPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Speaks c2sp.org/tlog-witness to one witness. */
final class WitnessClient {
    /** What a long holds with certainty. */
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

    private static final int MAX_ANSWER = 1 << 16;

    private final HttpClient http;
    private final TrustPolicy.Witness witness;
    private final URI address;
    private final Duration patience;

    /** Where the proof of the tree head comes from. */
    @FunctionalInterface
    interface Proof {
        /** From the tree of that size to the one in question; empty if it is 0. */
        List<Hash> from(long oldSize) throws IOException;
    }

    /** The witness answered, but not with a cosignature. */
    static class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** The witness has cosigned a larger tree: it will never cosign this one. */
    static final class PassedException extends RefusedException {
        private static final long serialVersionUID = 1L;

        PassedException(String message) {
            super(message);
        }
    }

    /**
     * @param patience for one answer from the first byte sent to the last received
     * @throws IllegalArgumentException if the policy names no address for it
     */
    WitnessClient(HttpClient http, TrustPolicy.Witness witness, Duration patience) {
        this.http = http;
        this.witness = witness;
        this.patience = patience;
        String url = witness.url();
        if (url == null) {
            throw new IllegalArgumentException("the policy names no address for the witness "
                    + witness.key().name());
        }
        this.address = URI.create(url.replaceAll("/+$", "") + "/add-checkpoint");
    }

    /**
     * Asks for a cosignature; tells the witness where it stands if that is not known.
     *
     * @param knownSize that the witness is believed to have cosigned last
     * @throws PassedException if it stands at a larger size
     * @throws RefusedException if it does not cosign, saying why
     */
    SignedNote.Signature cosign(SignedNote head, long headSize, long knownSize, Proof proof)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = post(head, knownSize, proof);
        if (answer.statusCode() == 409) {
            String size = text(answer).strip();
            if (!SIZE.matcher(size).matches()) {
                throw new RefusedException("the witness answers with something that is no size");
            }
            long stands = Long.parseLong(size);
            String both = "the witness has cosigned " + stands + " entries, this tree head has " + headSize;
            if (stands > headSize) {
                throw new PassedException(both + ": a newer one was cosigned before, or this log fell back");
            }
            if (stands == knownSize) {
                throw new RefusedException(both + ": it sees a fork");
            }
            answer = post(head, stands, proof);
        }
        if (answer.statusCode() != 200) {
            throw new RefusedException("the witness answers " + answer.statusCode() + " "
                    + text(answer).lines().findFirst().orElse(""));
        }
        for (String line : text(answer).lines().toList()) {
            SignedNote.Signature signature;
            try {
                signature = SignedNote.Signature.parse(line);
            } catch (IllegalArgumentException e) {
                throw new RefusedException("the witness answers with something that is no signature");
            }
            if (signature.isBy(witness.key())) {
                if (!head.with(signature).isSignedBy(witness.key())) {
                    throw new RefusedException("the witness's signature does not fit the tree head");
                }
                return signature;
            }
        }
        throw new RefusedException("the witness did not sign with the key that the policy names");
    }

    private HttpResponse<byte[]> post(SignedNote head, long oldSize, Proof proof)
            throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder("old ").append(oldSize).append('\n');
        proof.from(oldSize).forEach(hash -> body.append(hash.base64()).append('\n'));
        body.append('\n').append(head.encode());
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        // A timeout of the request would end with the headers, and the body might never.
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the witness did not answer within " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("the witness gave no whole answer: " + e.getCause(), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
