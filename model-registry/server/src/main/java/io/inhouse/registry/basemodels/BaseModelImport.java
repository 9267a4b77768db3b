package io.inhouse.registry.basemodels;

import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identifiers.Identifiers;
import io.inhouse.identity.Caller;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.inhouse.registry.client.BaseModel;
import io.inhouse.registry.client.NewBaseModel;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings a base model from a directory of this machine into the registry. */
@Singleton
public class BaseModelImport {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,127}");
    private static final int LONGEST = 500;
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private final BaseModels models;
    private final ModelNames names;
    private final ModelStore store;
    private final Recorder recorder;
    private final Identifiers identifiers;
    private final Clock clock;

    BaseModelImport(
            BaseModels models,
            ModelNames names,
            ModelStore store,
            Recorder recorder,
            Identifiers identifiers,
            Clock clock) {
        this.models = models;
        this.names = names;
        this.store = store;
        this.recorder = recorder;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * Checks, copies, checks the copy, and registers it. Importing the same files under the same name again gives the
     * model that is there.
     */
    public BaseModel run(NewBaseModel wanted, Caller caller) {
        Path source = validated(wanted);
        try {
            Optional<Path> gguf = GgufSource.in(source);
            if (gguf.isEmpty()) {
                return fromHuggingFace(wanted, source, caller);
            }
            Path converted = store.scratch();
            try {
                GgufSource.convert(gguf.get(), converted);
                return fromHuggingFace(wanted, converted, caller);
            } finally {
                store.discard(converted);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("importing " + wanted.name() + " failed", e);
        }
    }

    private BaseModel fromHuggingFace(NewBaseModel wanted, Path source, Caller caller) throws IOException {
        HuggingFaceDirectory original = HuggingFaceDirectory.open(source);
        ModelStore.Staged staged = store.stage(original.files());
        try {
            // The copy counts: the original may have changed while it was being read.
            HuggingFaceDirectory checked = HuggingFaceDirectory.open(staged.directory());
            checked.requireFiniteWeights();
            String expected = wanted.expectedDigest();
            if (expected != null && !expected.equals(staged.digest())) {
                throw new PlatformException(
                        Failure.UNPROCESSABLE,
                        "The files have the digest " + staged.digest() + " but " + expected
                                + " was expected. Nothing was imported.",
                        Map.of("param", "expectedDigest", "digest", staged.digest()));
            }
            Optional<BaseModel> there = alreadyThere(wanted, staged.digest());
            if (there.isPresent()) {
                return there.get();
            }
            // A crash after this leaves a directory that no row names; the next import of the same files uses it.
            store.publish(staged);
            return QuarkusTransaction.requiringNew().call(() -> {
                names.hold(wanted.name());
                // Asked again: from here on nobody else can take the name.
                return alreadyThere(wanted, staged.digest())
                        .orElseGet(() -> register(
                                wanted,
                                staged,
                                checked,
                                original.leftOut().stream().sorted().toList(),
                                caller));
            });
        } finally {
            store.discard(staged.directory());
        }
    }

    private BaseModel register(
            NewBaseModel wanted,
            ModelStore.Staged staged,
            HuggingFaceDirectory checked,
            List<String> leftOut,
            Caller caller) {
        BaseModelEntity row = new BaseModelEntity();
        row.id = identifiers.next("model");
        row.project = "platform";
        row.name = wanted.name();
        row.digest = staged.digest();
        row.architecture = checked.architecture();
        row.parameters = checked.parameters();
        row.contextLength = checked.contextLength();
        row.licence = wanted.licence().strip();
        row.source = wanted.source().strip();
        row.registeredAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        row.registeredBy = caller.subject();
        row.registeredByName = caller.name();
        models.insert(row, staged.files());
        recorder.record(AuditEvent.of("model.register")
                .by(caller)
                .object("base-model", row.id, row.digest)
                .content("name", row.name)
                .content("architecture", row.architecture)
                .content("licence", row.licence)
                .content("source", row.source)
                .content("leftOut", leftOut)
                .build());
        return models.told(row);
    }

    private Optional<BaseModel> alreadyThere(NewBaseModel wanted, String digest) {
        Optional<BaseModel> byName = models.lookUp(wanted.name());
        if (byName.isPresent() && !byName.get().digest().equals(digest)) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    "The name is taken by a model with other files ("
                            + byName.get().digest() + "). Base models do not change: choose another name.",
                    Map.of("param", "name"));
        }
        Optional<BaseModel> byDigest = models.lookUp(digest);
        if (byDigest.isPresent() && !byDigest.get().name().equals(wanted.name())) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    "These files are registered already, as " + byDigest.get().name() + ".",
                    Map.of("param", "name", "model", byDigest.get().id()));
        }
        if (byDigest.isEmpty() && names.isAlias(wanted.name())) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    "The name is the alias of a tuned model in a project. Choose another name.",
                    Map.of("param", "name"));
        }
        return byDigest;
    }

    private static Path validated(NewBaseModel wanted) {
        require(
                wanted.name() != null && NAME.matcher(wanted.name()).matches(),
                "name",
                "1 to 128 letters, digits and . _ - /");
        require(isLine(wanted.licence()), "licence", "a licence, for example MIT, in at most 500 characters");
        require(isLine(wanted.source()), "source", "where the model was got from, in at most 500 characters");
        @Nullable String expected = wanted.expectedDigest();
        require(expected == null || DIGEST.matcher(expected).matches(), "expectedDigest", "sha256: and 64 hex digits");
        require(wanted.directory() != null, "directory", "an absolute path");
        Path directory;
        try {
            directory = Path.of(wanted.directory());
        } catch (InvalidPathException e) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST, "'directory' is not a path.", Map.of("param", "directory"), e);
        }
        require(directory.isAbsolute(), "directory", "an absolute path");
        require(
                Files.isDirectory(directory) || GgufSource.isOne(directory),
                "directory",
                "a directory, or a GGUF file, on the registry's machine that it may read");
        return directory;
    }

    private static boolean isLine(@Nullable String text) {
        return text != null && !text.isBlank() && text.length() <= LONGEST;
    }

    private static void require(boolean holds, String param, String what) {
        if (!holds) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST, "'" + param + "' must be " + what + ".", Map.of("param", param));
        }
    }
}
