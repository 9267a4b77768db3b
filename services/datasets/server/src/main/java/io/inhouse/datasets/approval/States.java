package io.inhouse.datasets.approval;

import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import java.util.Map;

/** What is said when a version is in the wrong state. */
final class States {
    private States() {}

    static PlatformException conflict(DatasetVersion version, String wanted, String needed) {
        return new PlatformException(
                Failure.CONFLICT,
                "Version " + version.id() + " is " + version.state().code() + "; only " + needed + " can be " + wanted
                        + ".",
                Map.of("state", version.state().code()));
    }
}
