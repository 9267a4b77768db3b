package io.inhouse.datasets.files;

import io.inhouse.datasets.requests.MultipartBody;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields beside the file in an upload's form. */
final class FileFields {
    static final String FINE_TUNE = "fine-tune";

    private @Nullable String purpose;

    void take(MultipartBody.Part part) throws IOException {
        if (!part.name().equals("purpose")) {
            throw new PlatformException(
                    Failure.UNSUPPORTED_PARAMETER,
                    "The part " + part.name() + " is not supported; file and purpose are.",
                    Map.of("param", part.name()));
        }
        purpose = part.text();
        if (!purpose.equals(FINE_TUNE)) {
            throw new PlatformException(
                    Failure.UNSUPPORTED_PARAMETER, "purpose is fine-tune.", Map.of("param", "purpose"));
        }
    }

    void requirePurpose() {
        if (purpose == null) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "The part purpose is missing; it is fine-tune.",
                    Map.of("param", "purpose"));
        }
    }
}
