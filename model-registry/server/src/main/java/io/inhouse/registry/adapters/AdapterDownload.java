package io.inhouse.registry.adapters;

import io.inhouse.artefacts.ArtefactStore;
import io.inhouse.artefacts.Digest;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.identity.Roles;
import io.inhouse.ledger.Outcome;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.inhouse.registry.client.Adapter;
import io.inhouse.registry.client.ModelFile;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Gives out an adapter's files. Weights may hold what they were trained on, so every reading is recorded before it begins. */
@Singleton
public class AdapterDownload {
    private final Adapters adapters;
    private final ArtefactStore artefacts;
    private final Recorder recorder;

    AdapterDownload(Adapters adapters, ArtefactStore artefacts, Recorder recorder) {
        this.adapters = adapters;
        this.artefacts = artefacts;
        this.recorder = recorder;
    }

    /**
     * @return the file's bytes; the caller closes the stream
     * @throws PlatformException {@code NOT_FOUND}; {@code CONFLICT} if the adapter was rejected or retired; {@code FORBIDDEN}
     *     if it is not approved and the caller neither decides about it nor owns its job; {@code RECORD_UNAVAILABLE}
     */
    public InputStream open(String id, String name, Caller caller) throws IOException {
        Adapter adapter = adapters.inProject(id, caller.project());
        ModelFile file = adapter.files().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new PlatformException(
                        Failure.NOT_FOUND,
                        "An adapter has the files adapter_model.safetensors and adapter_config.json.",
                        Map.of("param", "name")));
        refuse(adapter, name, caller);
        recorder.recordNow(reading(adapter, name, caller).build());
        return artefacts.open(Digest.parse(file.digest()));
    }

    private void refuse(Adapter adapter, String name, Caller caller) {
        PlatformException refusal = switch (adapter.state()) {
            case APPROVED -> null;
            case REGISTERED ->
                mayReadUnapproved(adapter, caller)
                        ? null
                        : new PlatformException(
                                Failure.FORBIDDEN,
                                "The adapter is not approved yet. Until then its files are for approvers and for "
                                        + adapter.ownerName() + ", whose job made it.");
            case REJECTED, RETIRED ->
                new PlatformException(
                        Failure.CONFLICT,
                        "The adapter is " + adapter.state().code() + ", so its files are not given out any more.");
        };
        if (refusal != null) {
            recorder.recordNow(reading(adapter, name, caller)
                    .outcome(Outcome.DENIED)
                    .content("failure", refusal.failure().code())
                    .build());
            throw refusal;
        }
    }

    private static boolean mayReadUnapproved(Adapter adapter, Caller caller) {
        return caller.has(Roles.APPROVER)
                || caller.has(Roles.SERVICE)
                || adapter.owner().equals(caller.subject());
    }

    private static AuditEvent.Builder reading(Adapter adapter, String name, Caller caller) {
        return AuditEvent.of("model.read")
                .by(caller)
                .object("adapter", adapter.id(), adapter.digest())
                .content("file", name);
    }
}
