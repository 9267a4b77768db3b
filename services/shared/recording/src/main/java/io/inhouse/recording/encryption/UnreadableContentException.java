package io.inhouse.recording.encryption;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Content that cannot be decrypted, and why. */
public final class UnreadableContentException extends PlatformException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The person's key was destroyed on purpose: the content is erased. */
        KEY_DESTROYED,
        /** No such key was ever here. */
        KEY_UNKNOWN,
        /** A key, a bit of the content, or what it is bound to is not the original one. */
        CHANGED
    }

    private final Reason reason;

    public UnreadableContentException(Reason reason, String detail, @Nullable Throwable cause) {
        super(Failure.UNPROCESSABLE, detail, Map.of("reason", reason.name()), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
