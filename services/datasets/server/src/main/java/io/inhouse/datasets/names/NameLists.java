package io.inhouse.datasets.names;

import io.inhouse.datasets.client.NameList;
import io.inhouse.datasets.encryption.Hashing;
import io.inhouse.failures.Failure;
import io.inhouse.failures.PlatformException;
import io.inhouse.identity.Caller;
import io.inhouse.recording.AuditEvent;
import io.inhouse.recording.Recorder;
import io.inhouse.recording.encryption.ContentEncryption;
import io.inhouse.recording.encryption.SealedContent;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One list of names per project, encrypted: who is on such a list is personal data itself. */
@ApplicationScoped
public class NameLists implements PanacheRepositoryBase<NameListEntity, String> {
    private static final int MOST_NAMES = 200_000;
    private static final int LONGEST_NAME = 200;

    private final ContentEncryption encryption;
    private final Recorder recorder;
    private final Clock clock;

    NameLists(ContentEncryption encryption, Recorder recorder, Clock clock) {
        this.encryption = encryption;
        this.recorder = recorder;
        this.clock = clock;
    }

    @Transactional
    public NameList.Summary replace(Caller caller, List<String> names) {
        List<String> valid = checked(names);
        String project = caller.project();
        NameListEntity list = findById(project, LockModeType.PESSIMISTIC_WRITE);
        boolean first = list == null;
        if (list == null) {
            list = new NameListEntity();
            list.project = project;
        }
        list.revision++;
        list.names = valid.size();
        SealedContent sealed = encryption.seal(
                owner(project), Hashing.utf8(String.join("\n", valid)), context(project, list.revision));
        list.keyId = sealed.keyId();
        list.wrappedKey = sealed.dek();
        list.sealed = sealed.ct();
        list.changedBy = caller.subject();
        list.changedAt = clock.instant();
        if (first) {
            persist(list);
        }
        flush();
        recorder.record(AuditEvent.of("dataset.names")
                .by(caller)
                .object("name-list", project)
                .content("revision", list.revision)
                .content("names", list.names)
                .build());
        return new NameList.Summary(list.names, list.revision);
    }

    @Transactional
    public NameList.Summary summary(String project) {
        NameListEntity list = findById(project);
        return list == null ? new NameList.Summary(0, 0) : new NameList.Summary(list.names, list.revision);
    }

    /** The names themselves, for the scanner only. */
    @Transactional
    Loaded load(String project) {
        NameListEntity list = findById(project);
        if (list == null) {
            return new Loaded(List.of(), 0);
        }
        byte[] names = encryption.open(
                new SealedContent(list.sealed, list.wrappedKey, list.keyId), context(project, list.revision));
        String text = new String(names, StandardCharsets.UTF_8);
        return new Loaded(text.isEmpty() ? List.of() : text.lines().toList(), list.revision);
    }

    record Loaded(List<String> names, int revision) {}

    private static List<String> checked(@Nullable List<String> names) {
        if (names == null || names.size() > MOST_NAMES) {
            throw invalid("names is a list of at most " + MOST_NAMES + " names.");
        }
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name == null
                    || name.isBlank()
                    || name.length() > LONGEST_NAME
                    || name.lines().count() != 1) {
                throw invalid("names[" + i + "] is not a single line of 1 to " + LONGEST_NAME + " characters.");
            }
        }
        return names.stream().map(String::strip).distinct().toList();
    }

    private static PlatformException invalid(String detail) {
        return new PlatformException(Failure.INVALID_REQUEST, detail, Map.of("param", "names"));
    }

    private static String owner(String project) {
        return "name-list:" + project;
    }

    private static byte[] context(String project, int revision) {
        return Hashing.utf8("name_list\n" + project + "\n" + revision);
    }
}
