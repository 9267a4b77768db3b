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
import java.util.regex.Pattern;

/** Speaks c2sp.org/tlog-witness to one witness. */
final class WitnessClient {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");
    private static final int MAX_ANSWER = 1 << 16;

    private final HttpClient http;
    private final TrustPolicy.Witness witness;
    private final URI address;

    /** Where the proof of the tree head comes from. */
    @FunctionalInterface
    interface Proof {
        /** From the tree of that size to the one in question; empty if it is 0. */
        List<Hash> from(long oldSize) throws IOException;
    }

    /** The witness answered, but not with a cosignature. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** @throws IllegalArgumentException if the policy names no address for it */
    WitnessClient(HttpClient http, TrustPolicy.Witness witness) {
        this.http = http;
        this.witness = witness;
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
     * @throws RefusedException if it does not cosign, saying why
     */
    SignedNote.Signature cosign(SignedNote head, long headSize, long knownSize, Proof proof)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = post(head, knownSize, proof);
        if (answer.statusCode() == 409) {
            String size = text(answer).strip();
            if (!SIZE.matcher(size).matches() || Long.parseLong(size) > headSize || Long.parseLong(size) == knownSize) {
                throw new RefusedException("the witness has cosigned " + size + " entries, this log stands at "
                        + headSize + ": it sees a fork, or this log fell back");
            }
            answer = post(head, Long.parseLong(size), proof);
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
                .timeout(PATIENCE)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.body().length > MAX_ANSWER) {
            throw new RefusedException("the witness's answer is too long");
        }
        return answer;
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
