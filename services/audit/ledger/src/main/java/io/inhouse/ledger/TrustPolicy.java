package io.inhouse.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which tree heads a reader believes: signed by a log named here, and cosigned by enough of the witnesses named here
 * (c2sp.org/tlog-policy).
 *
 * @param logs keys of logs; the name of a key is the origin of its log. A log with several keys is listed once for each
 * @param witnesses by their name in this policy
 * @param quorum name of a witness or group, or {@value #NONE}
 */
public record TrustPolicy(List<Log> logs, Map<String, Witness> witnesses, Map<String, Group> groups, String quorum) {
    public static final String NONE = "none";

    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,5}");
    private static final int MAX_LINES = 10_000;

    /** @param url of the log, if the policy names one */
    public record Log(VerifierKey key, @Nullable String url) {}

    /** @param url the submission prefix of c2sp.org/tlog-witness, if the policy names one */
    public record Witness(VerifierKey key, @Nullable String url) {}

    /** @param threshold how many of the members have to agree */
    public record Group(int threshold, List<String> members) {
        public Group {
            members = List.copyOf(members);
        }
    }

    public TrustPolicy {
        logs = List.copyOf(logs);
        witnesses = Collections.unmodifiableMap(new LinkedHashMap<>(witnesses));
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    }

    /** A log by its keys alone, without witnesses. */
    public static TrustPolicy of(List<VerifierKey> logKeys) {
        return new TrustPolicy(logKeys.stream().map(key -> new Log(key, null)).toList(), Map.of(), Map.of(), NONE);
    }

    /** @throws IllegalArgumentException naming the line that is not as the format says */
    public static TrustPolicy parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() > MAX_LINES || text.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("a policy has lines that end in a newline, at most " + MAX_LINES);
        }
        Parser parser = new Parser();
        for (int i = 0; i < lines.size(); i++) {
            List<String> words = List.of(lines.get(i).replace('\t', ' ').strip().split(" +"));
            if (words.getFirst().isEmpty() || words.getFirst().startsWith("#")) {
                continue;
            }
            try {
                parser.line(words);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (i + 1) + " of the policy: " + e.getMessage(), e);
            }
        }
        return parser.policy();
    }

    public boolean needsWitnesses() {
        return !quorum.equals(NONE);
    }

    public List<VerifierKey> logKeys() {
        return logs.stream().map(Log::key).toList();
    }

    public List<VerifierKey> witnessKeys() {
        return witnesses.values().stream().map(Witness::key).toList();
    }

    /** Whether these signers are enough of the witnesses. */
    public boolean isMet(Set<VerifierKey> signers) {
        return quorum.equals(NONE) || agrees(quorum, signers);
    }

    /**
     * Checks a tree head.
     *
     * @return the log's and the witnesses' keys that signed it
     * @throws UnverifiedNoteException if a key named here signed something else, no log named here signed, the log is
     *     another than its key's, or too few witnesses did
     */
    public Set<VerifierKey> verify(SignedNote note) throws UnverifiedNoteException {
        Set<VerifierKey> signers = new LinkedHashSet<>(note.verify(logKeys()));
        String origin = Checkpoint.parse(note.text()).origin();
        for (VerifierKey signer : signers) {
            if (!signer.name().equals(origin)) {
                throw new UnverifiedNoteException(
                        "the tree head is of the log " + origin + ", signed by the key of " + signer.name());
            }
        }
        if (needsWitnesses()) {
            signers.addAll(note.signers(witnessKeys()));
            if (!isMet(signers)) {
                throw new UnverifiedNoteException(
                        "too few witnesses cosigned the tree head: the policy asks for " + quorum);
            }
        }
        return signers;
    }

    /** The text that {@link #parse} reads. */
    public String encode() {
        StringBuilder text = new StringBuilder();
        logs.forEach(log ->
                text.append("log ").append(log.key()).append(url(log.url())).append('\n'));
        witnesses.forEach((name, witness) -> text.append("witness ")
                .append(name)
                .append(' ')
                .append(witness.key())
                .append(url(witness.url()))
                .append('\n'));
        Set<String> written = new HashSet<>(witnesses.keySet());
        while (written.size() < witnesses.size() + groups.size()) {
            groups.forEach((name, group) -> {
                if (written.containsAll(group.members()) && written.add(name)) {
                    text.append(
                            "group %s %d %s\n".formatted(name, group.threshold(), String.join(" ", group.members())));
                }
            });
        }
        return text.append("quorum ").append(quorum).append('\n').toString();
    }

    private static String url(@Nullable String url) {
        return url == null ? "" : " " + url;
    }

    private boolean agrees(String name, Set<VerifierKey> signers) {
        Witness witness = witnesses.get(name);
        if (witness != null) {
            return signers.contains(witness.key());
        }
        Group group = groups.get(name);
        return group != null
                && group.members().stream()
                                .filter(member -> agrees(member, signers))
                                .count()
                        >= group.threshold();
    }

    private static final class Parser {
        private final List<Log> logs = new ArrayList<>();
        private final Map<String, Witness> witnesses = new LinkedHashMap<>();
        private final Map<String, Group> groups = new LinkedHashMap<>();
        private final Set<String> grouped = new HashSet<>();
        private final Set<VerifierKey> keys = new HashSet<>();
        private @Nullable String quorum;

        void line(List<String> words) {
            switch (words.getFirst()) {
                case "log" -> {
                    expect(words.size() == 2 || words.size() == 3, "log <key> [<url>]");
                    VerifierKey key = key(words.get(1));
                    expect(key.kind() != VerifierKey.Kind.ED25519_COSIGNATURE, "a log does not sign as a witness");
                    logs.add(new Log(key, words.size() == 3 ? words.get(2) : null));
                }
                case "witness" -> {
                    expect(words.size() == 3 || words.size() == 4, "witness <name> <key> [<url>]");
                    VerifierKey key = key(words.get(2));
                    expect(key.kind() != VerifierKey.Kind.ED25519, "a witness does not sign as a log");
                    witnesses.put(fresh(words.get(1)), new Witness(key, words.size() == 4 ? words.get(3) : null));
                }
                case "group" -> {
                    expect(words.size() >= 4, "group <name> all|any|<number> <member>...");
                    List<String> members = words.subList(3, words.size());
                    for (String member : members) {
                        expect(
                                isNamed(member) && grouped.add(member),
                                member + " is not defined above, or in two groups");
                    }
                    groups.put(fresh(words.get(1)), new Group(threshold(words.get(2), members.size()), members));
                }
                case "quorum" -> {
                    expect(quorum == null && words.size() == 2, "one line quorum <name>");
                    expect(words.get(1).equals(NONE) || isNamed(words.get(1)), words.get(1) + " is not defined above");
                    quorum = words.get(1);
                }
                default -> expect(false, "known are log, witness, group, quorum; not " + words.getFirst());
            }
        }

        TrustPolicy policy() {
            if (quorum == null) {
                throw new IllegalArgumentException("the policy has no line quorum");
            }
            return new TrustPolicy(logs, witnesses, groups, quorum);
        }

        private VerifierKey key(String text) {
            VerifierKey key = VerifierKey.parse(text);
            expect(keys.add(key), "the key " + key.label() + " is listed twice");
            return key;
        }

        private String fresh(String name) {
            expect(!name.equals(NONE) && !isNamed(name), "the name " + name + " is taken");
            return name;
        }

        private boolean isNamed(String name) {
            return witnesses.containsKey(name) || groups.containsKey(name);
        }

        private static int threshold(String word, int members) {
            if (word.equals("all")) {
                return members;
            }
            if (word.equals("any")) {
                return 1;
            }
            expect(COUNT.matcher(word).matches() && Integer.parseInt(word) <= members, "all, any, or 1 to " + members);
            return Integer.parseInt(word);
        }

        private static void expect(boolean holds, String what) {
            if (!holds) {
                throw new IllegalArgumentException(what);
            }
        }
    }
}
