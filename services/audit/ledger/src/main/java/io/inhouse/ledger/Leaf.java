package io.inhouse.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The clear part of an entry, format version 1: what the tree commits to. It holds no personal data and no unsalted hash of
 * any; the content is elsewhere, encrypted, and tied to the leaf by {@code ctSha256} and, blindly, by {@code ptCommit}.
 *
 * @param stream {@code <service>-<uuid>}: one incarnation of one process
 * @param seq the entry's number in its stream, gapless from 0
 * @param id {@code evt-<uuid>}
 * @param ts whole milliseconds, years 0001 to 9999
 * @param type for example {@code dataset.approve}
 * @param actorPseudonym HMAC-SHA-256 in hex, see {@link Commitments#pseudonym}
 * @param subjectPseudonym the same of the person whom the content is about
 * @param ctSha256 SHA-256 of the ciphertext in hex
 * @param ptCommit see {@link Commitments#commitment}, in hex
 */
public record Leaf(
        String stream,
        long seq,
        String id,
        Instant ts,
        String type,
        Outcome outcome,
        ActorKind actorKind,
        String actorPseudonym,
        @Nullable String subjectPseudonym,
        @Nullable String project,
        @Nullable String purpose,
        List<ObjectReference> objects,
        String ctSha256,
        String ptCommit) {
    public static final int VERSION = 1;
    /** Bytes; C2SP tlog-tiles gives an entry a 16-bit length. */
    public static final int MAX_SIZE = 65_535;

    public static final String STREAM_OPEN = "stream.open";
    public static final String STREAM_CLOSE = "stream.close";

    private static final int MAX_TEXT = 500;
    private static final long YEAR_1 = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long YEAR_10000 = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond() + 1;
    private static final DateTimeFormatter TS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Set<String> MEMBERS = Set.of(
            "v",
            "stream",
            "seq",
            "id",
            "ts",
            "type",
            "outcome",
            "actor_kind",
            "actor_p",
            "subject_p",
            "project",
            "purpose",
            "objects",
            "ct_sha256",
            "pt_commit");

    /** @throws IllegalArgumentException naming the member that is not as the format says */
    public Leaf {
        objects = List.copyOf(objects);
        check(LeafRules.isStream(stream), stream, "stream");
        check(LeafRules.isId(id), id, "id");
        check(LeafRules.isType(type), type, "type");
        hex(actorPseudonym, "actor_p");
        hex(ctSha256, "ct_sha256");
        hex(ptCommit, "pt_commit");
        if (subjectPseudonym != null) {
            hex(subjectPseudonym, "subject_p");
        }
        if (seq < 0) {
            throw new IllegalArgumentException("leaf member seq is negative: " + seq);
        }
        if (ts.getNano() % 1_000_000 != 0) {
            throw new IllegalArgumentException("leaf member ts is finer than a millisecond: " + ts);
        }
        if (ts.getEpochSecond() < YEAR_1 || ts.getEpochSecond() >= YEAR_10000) {
            throw new IllegalArgumentException("leaf member ts lies outside the years 0001 to 9999: " + ts);
        }
        text(project, "project");
        text(purpose, "purpose");
        for (ObjectReference object : objects) {
            check(LeafRules.isKind(object.kind()), object.kind(), "objects.kind");
            text(object.id(), "objects.id");
            if (object.digest() != null) {
                check(LeafRules.isDigest(object.digest()), object.digest(), "objects.digest");
            }
        }
    }

    /** The service whose process wrote the stream. */
    public String service() {
        return serviceOf(stream);
    }

    /** @param stream as in a valid leaf */
    public static String serviceOf(String stream) {
        return stream.substring(0, stream.length() - 37);
    }

    /**
     * The bytes that are hashed, stored and exported; they are never made again from a parsed leaf.
     *
     * @throws IllegalArgumentException if they would exceed {@link #MAX_SIZE}
     */
    public byte[] encode() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("v", VERSION);
        members.put("stream", stream);
        members.put("seq", seq);
        members.put("id", id);
        members.put("ts", TS.format(ts));
        members.put("type", type);
        members.put("outcome", outcome.code());
        members.put("actor_kind", actorKind.code());
        members.put("actor_p", actorPseudonym);
        members.put("subject_p", subjectPseudonym);
        members.put("project", project);
        members.put("purpose", purpose);
        members.put("objects", objects.stream().map(Leaf::members).toList());
        members.put("ct_sha256", ctSha256);
        members.put("pt_commit", ptCommit);
        members.values().removeIf(member -> member == null);
        byte[] bytes = CanonicalJson.encode(members);
        if (bytes.length > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "a leaf of " + bytes.length + " bytes; at most " + MAX_SIZE + " are possible: name fewer objects");
        }
        return bytes;
    }

    /** @throws IllegalArgumentException saying what is wrong, if these are not the bytes of a version 1 leaf */
    public static Leaf parse(byte[] bytes) {
        if (bytes.length > MAX_SIZE) {
            throw new IllegalArgumentException("a leaf of " + bytes.length + " bytes; at most " + MAX_SIZE);
        }
        Leaf plain = LeafReader.read(bytes);
        return plain != null ? plain : parseAny(bytes);
    }

    /** As {@link #parse}, without the short way for plain leaves. */
    static Leaf parseAny(byte[] bytes) {
        Map<String, @Nullable Object> members = CanonicalJson.parseObject(bytes);
        if (!(members.get("v") instanceof Long version) || version != VERSION) {
            throw new IllegalArgumentException(
                    "leaf version " + members.get("v") + " is not known; known is " + VERSION);
        }
        known(members, MEMBERS, "leaf");
        List<ObjectReference> objects = new ArrayList<>();
        if (!(members.get("objects") instanceof List<?> list)) {
            throw new IllegalArgumentException("leaf member objects is missing or no array");
        }
        for (Object element : list) {
            objects.add(object(element));
        }
        if (!(members.get("seq") instanceof Long seq)) {
            throw new IllegalArgumentException("leaf member seq is missing or no integer");
        }
        return new Leaf(
                required(members, "stream"),
                seq,
                required(members, "id"),
                time(required(members, "ts")),
                required(members, "type"),
                Outcome.of(required(members, "outcome")),
                ActorKind.of(required(members, "actor_kind")),
                required(members, "actor_p"),
                optional(members, "subject_p"),
                optional(members, "project"),
                optional(members, "purpose"),
                objects,
                required(members, "ct_sha256"),
                required(members, "pt_commit"));
    }

    private static Map<String, Object> members(ObjectReference object) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kind", object.kind());
        members.put("id", object.id());
        if (object.digest() != null) {
            members.put("digest", object.digest());
        }
        return members;
    }

    private static ObjectReference object(@Nullable Object element) {
        if (!(element instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("leaf member objects holds something that is no object");
        }
        known(map, Set.of("kind", "id", "digest"), "objects");
        return new ObjectReference(required(map, "kind"), required(map, "id"), optional(map, "digest"));
    }

    private static void known(Map<?, ?> members, Set<String> names, String where) {
        for (Object name : members.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        where + " has the member " + name + "; known are " + new TreeSet<>(names));
            }
        }
    }

    private static Instant time(String ts) {
        try {
            Instant time = Instant.from(TS.parse(ts));
            if (TS.format(time).equals(ts)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("leaf member ts is not like 2026-11-22T12:00:00.123Z: " + ts, e);
        }
        throw new IllegalArgumentException("leaf member ts names a time that does not exist: " + ts);
    }

    private static String required(Map<?, ?> members, String name) {
        String text = optional(members, name);
        if (text == null) {
            throw new IllegalArgumentException("leaf member " + name + " is missing");
        }
        return text;
    }

    private static @Nullable String optional(Map<?, ?> members, String name) {
        Object member = members.get(name);
        if (member == null && !members.containsKey(name)) {
            return null;
        }
        if (member instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("leaf member " + name + " is no string");
    }

    private static void check(boolean holds, String value, String name) {
        if (!holds) {
            throw new IllegalArgumentException("leaf member " + name + " is not as the format says: " + value);
        }
    }

    private static void hex(String value, String name) {
        if (!LeafRules.isSha256(value)) {
            throw new IllegalArgumentException("leaf member " + name + " is not 64 lower-case hex digits: " + value);
        }
    }

    private static void text(@Nullable String value, String name) {
        if (value == null) {
            return;
        }
        if (value.isEmpty() || value.length() > MAX_TEXT || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "leaf member " + name + " has to be 1 to " + MAX_TEXT + " characters without control characters");
        }
    }
}
