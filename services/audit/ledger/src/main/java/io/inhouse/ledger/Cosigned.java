package io.inhouse.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes that a cosignature is over (c2sp.org/tlog-cosignature). */
final class Cosigned {
    private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_NAME = 255;

    private Cosigned() {}

    /**
     * What a cosigner of that kind signs.
     *
     * @param time Unix seconds; 0 if the signer does not say that this was the largest tree it had seen then
     * @param text of a tree head
     * @throws IllegalArgumentException if the text is no tree head, or a name or the time does not fit
     */
    static byte[] message(VerifierKey.Kind kind, String name, long time, String text) {
        if (time < 0) {
            throw new IllegalArgumentException("a cosignature's time exceeds 63 bits");
        }
        if (kind == VerifierKey.Kind.ED25519_COSIGNATURE) {
            return ("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8);
        }
        Checkpoint head = Checkpoint.parse(text);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(LABEL);
        name(message, name);
        number(message, time);
        name(message, head.origin());
        number(message, 0);
        number(message, head.size());
        message.writeBytes(head.root().bytes());
        return message.toByteArray();
    }

    private static void name(ByteArrayOutputStream message, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_NAME) {
            throw new IllegalArgumentException("a name of more than " + MAX_NAME + " bytes cannot be cosigned");
        }
        message.write(bytes.length);
        message.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream message, long number) {
        message.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }
}
