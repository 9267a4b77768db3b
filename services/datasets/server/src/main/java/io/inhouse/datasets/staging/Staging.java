package io.inhouse.datasets.staging;

import io.inhouse.datasets.client.ColumnMapping;
import io.inhouse.datasets.client.DatasetVersion;
import io.inhouse.datasets.client.FileCheck;
import io.inhouse.datasets.client.FileKind;
import io.inhouse.datasets.client.NewStagedFile;
import io.inhouse.datasets.client.StagedFile;
import io.inhouse.datasets.client.UploadReport;
import io.inhouse.datasets.client.VersionState;
import io.inhouse.datasets.documents.DocumentFormat;
import io.inhouse.datasets.rows.MalformedUploadException;
import io.inhouse.datasets.upload.UploadIntake;
import io.inhouse.datasets.versions.Versions;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way of a file: announced, received piece by piece, looked at, and then taken in or discarded. */
@ApplicationScoped
public class Staging {
    private final StagedFiles files;
    private final StagedPieces pieces;
    private final StagedRows rows;
    private final FileChecks checks;
    private final Versions versions;
    private final UploadIntake intake;
    private final Recorder recorder;
    private final StagingConfig config;
    private final Clock clock;

    Staging(
            StagedFiles files,
            StagedPieces pieces,
            StagedRows rows,
            FileChecks checks,
            Versions versions,
            UploadIntake intake,
            Recorder recorder,
            StagingConfig config,
            Clock clock) {
        this.files = files;
        this.pieces = pieces;
        this.rows = rows;
        this.checks = checks;
        this.versions = versions;
        this.intake = intake;
        this.recorder = recorder;
        this.config = config;
        this.clock = clock;
    }

    StagedFile announce(Caller caller, DatasetVersion version, NewStagedFile request) {
        String filename = filename(request.filename());
        FileKind kind = request.kind() != null ? request.kind() : kind(filename);
        if (kind == FileKind.DOCUMENT && DocumentFormat.of(filename).isEmpty()) {
            throw unknownKind();
        }
        long longest = (kind == FileKind.DOCUMENT ? config.maxDocument() : config.maxFile()).asLongValue();
        if (request.bytes() < 1) {
            throw new PlatformException(Failure.INVALID_REQUEST, "The file is empty.", Map.of("param", "bytes"));
        }
        if (request.bytes() > longest) {
            throw new PlatformException(
                    Failure.PAYLOAD_TOO_LARGE,
                    "The file has " + request.bytes() + " bytes; at most " + longest
                            + " are accepted (inhouse.datasets.staging). Split it.",
                    Map.of("param", "bytes"));
        }
        return QuarkusTransaction.requiringNew().call(() -> {
            requireDraft(versions.lock(caller.project(), version.id()));
            return files.announce(caller, version, filename, kind, request.bytes());
        });
    }

    /** One piece, one transaction: either it is here wholly, or the next attempt starts where this one did. */
    StagedFile append(Caller caller, DatasetVersion version, String file, long offset, byte[] piece) {
        return QuarkusTransaction.requiringNew().call(() -> {
            StagedFile locked = files.lock(version, file);
            requireOwner(caller, locked);
            if (!locked.state().equals("receiving") || offset != locked.received()) {
                throw new PlatformException(
                        Failure.CONFLICT,
                        "The file is here up to byte " + locked.received() + ". Send the piece that starts there.",
                        Map.of("offset", locked.received(), "state", locked.state()));
            }
            if (piece.length == 0 || locked.received() + piece.length > locked.bytes()) {
                throw new PlatformException(
                        Failure.INVALID_REQUEST,
                        "The piece has " + piece.length + " bytes; " + (locked.bytes() - locked.received())
                                + " are missing.",
                        Map.of("offset", locked.received()));
            }
            pieces.write(version.datasetId(), file, offset, piece);
            files.grow(locked, piece.length);
            return files.get(version, file);
        });
    }

    /** A file of unknown length, as a form of a browser sends it. What arrived of one that broke off is discarded. */
    StagedFile receive(Caller caller, DatasetVersion version, String filename, InputStream content) {
        StagedFile file = announce(
                caller,
                version,
                new NewStagedFile(
                        filename,
                        (kind(filename(filename)) == FileKind.DOCUMENT ? config.maxDocument() : config.maxFile())
                                .asLongValue(),
                        null));
        try {
            long received = 0;
            int longest = (int) config.maxPiece().asLongValue();
            for (byte[] piece = content.readNBytes(longest); piece.length > 0; piece = content.readNBytes(longest)) {
                append(caller, version, file.id(), received, piece);
                received += piece.length;
            }
            if (received == 0) {
                throw new PlatformException(Failure.INVALID_REQUEST, "The file is empty.", Map.of("param", "file"));
            }
            QuarkusTransaction.requiringNew().run(() -> files.finish(file.id()));
            return files.get(version, file.id());
        } catch (IOException e) {
            discard(version, file.id());
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "The upload broke off before its end. Nothing was kept; repeat it.",
                    Map.of(),
                    e);
        } catch (PlatformException e) {
            discard(version, file.id());
            throw e;
        }
    }

    FileCheck check(Caller caller, DatasetVersion version, StagedFile file, @Nullable ColumnMapping columns) {
        requireReceived(file);
        recorder.recordNow(AuditEvent.of("dataset.read")
                .by(caller)
                .object("dataset", version.datasetId())
                .object("dataset-version", version.id(), version.digest())
                .object("staged-file", file.id())
                .content("check", config.checkRows())
                .build());
        try {
            return checks.check(caller.project(), file, columns);
        } catch (MalformedUploadException e) {
            throw new PlatformException(
                    Failure.UNPROCESSABLE, String.valueOf(e.getMessage()), Map.of("file", file.id()), e);
        } catch (IOException e) {
            throw new PlatformException(Failure.INTERNAL, "The file could not be read.", Map.of("file", file.id()), e);
        }
    }

    UploadReport take(
            Caller caller, DatasetVersion version, StagedFile file, String split, @Nullable ColumnMapping columns) {
        requireReceived(file);
        requireOwner(caller, file);
        if ((file.kind() == FileKind.CSV) != (columns != null)) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    file.kind() == FileKind.CSV
                            ? "Say which columns of the table make a row."
                            : "Only a table has columns.",
                    Map.of("param", "columns"));
        }
        return intake.take(caller, version, split, null, () -> rows.open(file, columns), report -> {
            files.taken(file.id(), report.id());
            pieces.delete(file.id());
        });
    }

    void discard(DatasetVersion version, String file) {
        files.get(version, file);
        QuarkusTransaction.requiringNew().run(() -> {
            if (files.discard(file)) {
                pieces.delete(file);
            }
        });
    }

    /** What lies around is personal data that nobody decided about. */
    @Scheduled(every = "${inhouse.datasets.upload.collect-every:60s}", concurrentExecution = ConcurrentExecution.SKIP)
    void collect() {
        for (String file : QuarkusTransaction.requiringNew()
                .call(() -> files.untouchedSince(clock.instant().minus(config.keep())))) {
            QuarkusTransaction.requiringNew().run(() -> {
                if (files.discard(file)) {
                    pieces.delete(file);
                }
            });
        }
    }

    private static void requireDraft(DatasetVersion version) {
        if (version.state() != VersionState.DRAFT) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    "Version " + version.id() + " is " + version.state().code()
                            + " and takes no more rows. Create a new version.",
                    Map.of("state", version.state().code()));
        }
    }

    private static void requireReceived(StagedFile file) {
        if (!file.state().equals("received")) {
            throw new PlatformException(
                    Failure.CONFLICT,
                    switch (file.state()) {
                        case "receiving" -> "The file is not wholly here yet.";
                        case "taken" -> "The rows of this file were taken in.";
                        default -> "The file was discarded. Send it again.";
                    },
                    Map.of("state", file.state()));
        }
    }

    /** Whoever takes rows in answers for them, so nobody does it with a file that somebody else is still sending. */
    private static void requireOwner(Caller caller, StagedFile file) {
        if (!file.createdBy().equals(caller.subject())) {
            throw new PlatformException(
                    Failure.FORBIDDEN, "The file is somebody else's. Whoever sent it takes its rows in.");
        }
    }

    private static String filename(@Nullable String name) {
        String stripped = name == null ? "" : name.strip();
        if (stripped.isEmpty() || stripped.length() > 255 || stripped.chars().anyMatch(Character::isISOControl)) {
            throw new PlatformException(
                    Failure.INVALID_REQUEST,
                    "filename has 1 to 255 characters and no control characters.",
                    Map.of("param", "filename"));
        }
        return stripped;
    }

    private static FileKind kind(String filename) {
        String lower = filename.toLowerCase(Locale.ROOT);
        if (lower.matches(".*\\.(jsonl|ndjson|jsonl\\.gz|ndjson\\.gz)")) {
            return FileKind.JSONL;
        }
        if (lower.matches(".*\\.(csv|tsv)")) {
            return FileKind.CSV;
        }
        if (DocumentFormat.of(filename).isPresent()) {
            return FileKind.DOCUMENT;
        }
        throw unknownKind();
    }

    private static PlatformException unknownKind() {
        return new PlatformException(
                Failure.UNSUPPORTED_MEDIA_TYPE,
                "Rows come as .jsonl, .jsonl.gz, .csv or .tsv; documents as .pdf, .docx, .html, .md or .txt.",
                Map.of("param", "filename"));
    }
}
