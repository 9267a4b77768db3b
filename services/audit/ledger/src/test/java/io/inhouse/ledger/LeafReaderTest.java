package io.inhouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The short way of reading a leaf says what the long way says, for whatever bytes. */
class LeafReaderTest {
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private final Random random = new Random(20_261_122);

    @Test
    void plainLeavesTakeTheShortWay() throws IOException {
        assertThat(LeafReader.read(LeafTest.golden("leaf-small.json"))).isNotNull();
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = leaf().encode();

            assertThat(LeafReader.read(bytes)).isEqualTo(Leaf.parseAny(bytes)).isNotNull();
        }
    }

    @Test
    void everyByteOfALeafChangedInEveryWayIsJudgedTheSame() throws IOException {
        byte[] good = LeafTest.golden("leaf-small.json");
        for (int at = 0; at < good.length; at++) {
            for (int value = 0; value < 256; value += at % 16 == 0 ? 1 : 5) {
                byte[] changed = good.clone();
                changed[at] = (byte) value;
                assertSameJudgement(changed);
            }
        }
    }

    @Test
    void damagedLeavesAreJudgedTheSame() {
        for (int i = 0; i < 8_000; i++) {
            byte[] bytes = leaf().encode();
            int at = random.nextInt(bytes.length);
            int length = random.nextInt(8);
            List<Byte> changed = new ArrayList<>();
            for (int j = 0; j < bytes.length; j++) {
                if (j < at || j >= at + length || random.nextBoolean()) {
                    changed.add(bytes[j]);
                }
                if (j == at && random.nextBoolean()) {
                    changed.add((byte) "0\",:{}[]\\eZ-. ".charAt(random.nextInt(14)));
                }
            }
            byte[] damaged = new byte[changed.size()];
            for (int j = 0; j < damaged.length; j++) {
                damaged[j] = changed.get(j);
            }
            assertSameJudgement(damaged);
        }
    }

    @Test
    void timesAreJudgedTheSame() throws IOException {
        String good = new String(LeafTest.golden("leaf-small.json"), StandardCharsets.UTF_8);
        for (String time : List.of(
                "2024-02-29T00:00:00.000Z",
                "2023-02-29T00:00:00.000Z",
                "1900-02-29T00:00:00.000Z",
                "2000-02-29T23:59:59.999Z",
                "2026-04-31T00:00:00.000Z",
                "2026-13-01T00:00:00.000Z",
                "2026-00-01T00:00:00.000Z",
                "2026-01-00T00:00:00.000Z",
                "2026-01-01T24:00:00.000Z",
                "2026-01-01T00:60:00.000Z",
                "2026-12-31T23:59:60.000Z",
                "0000-01-01T00:00:00.000Z",
                "0001-01-01T00:00:00.000Z",
                "9999-12-31T23:59:59.999Z",
                "+2026-01-01T00:00:00.00Z",
                "2026-01-01T00:00:00.00Z",
                "2026-01-01 00:00:00.000Z")) {
            assertSameJudgement(good.replace("2026-11-22T12:00:00.000Z", time).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The rules by hand are the patterns that the format's description gives. */
    @Test
    void rulesAreThePatternsOfTheFormat() {
        Pattern stream = Pattern.compile("[a-z][a-z0-9-]{0,62}-" + UUID);
        Pattern id = Pattern.compile("evt-" + UUID);
        Pattern type = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*){1,3}");
        Pattern kind = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
        Pattern digest = Pattern.compile("sha256:[0-9a-f]{64}");
        String uuid = "019aab5f-7a3c-7def-8123-456789abcdef";
        List<String> samples = List.of(
                "a-" + uuid,
                "a".repeat(63) + "-" + uuid,
                "evt-" + uuid,
                "a.b_c.d1.e",
                "a.b.c.d",
                "kind_of-thing",
                "a".repeat(63),
                "sha256:" + "0a".repeat(32),
                "");
        for (int i = 0; i < 60_000; i++) {
            StringBuilder text = new StringBuilder(samples.get(i % samples.size()));
            for (int edits = random.nextInt(3); edits > 0; edits--) {
                int at = random.nextInt(text.length() + 1);
                if (at < text.length() && random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, "a0-_.:gAé".charAt(random.nextInt(9)));
                }
            }
            String sample = text.toString();
            boolean same = LeafRules.isStream(sample) == stream.matcher(sample).matches()
                    && LeafRules.isId(sample) == id.matcher(sample).matches()
                    && LeafRules.isType(sample) == type.matcher(sample).matches()
                    && LeafRules.isKind(sample) == kind.matcher(sample).matches()
                    && LeafRules.isDigest(sample) == digest.matcher(sample).matches();
            if (!same) {
                fail("judged differently: " + sample);
            }
        }
    }

    private static void assertSameJudgement(byte[] bytes) {
        Leaf fast = judgement(bytes, true);
        Leaf slow = judgement(bytes, false);
        if (fast != null || slow != null) {
            assertThat(fast).as(new String(bytes, StandardCharsets.ISO_8859_1)).isEqualTo(slow);
        }
    }

    private static @Nullable Leaf judgement(byte[] bytes, boolean shortWay) {
        try {
            return shortWay ? Leaf.parse(bytes) : Leaf.parseAny(bytes);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private Leaf leaf() {
        List<ObjectReference> objects = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            objects.add(new ObjectReference(
                    "dataset", "ds-" + random.nextInt(100), random.nextBoolean() ? "sha256:" + hex(64) : null));
        }
        return new Leaf(
                "datasets-" + uuid(),
                random.nextLong(1, 1L << random.nextInt(1, 59)),
                "evt-" + uuid(),
                Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)),
                random.nextBoolean() ? "dataset.approve" : "inference.request",
                Outcome.values()[random.nextInt(4)],
                ActorKind.values()[random.nextInt(4)],
                hex(64),
                random.nextBoolean() ? hex(64) : null,
                random.nextBoolean() ? "demo" : null,
                random.nextBoolean() ? "customer service, 2nd line" : null,
                objects,
                hex(64),
                hex(64));
    }

    private String uuid() {
        return hex(8) + "-" + hex(4) + "-" + hex(4) + "-" + hex(4) + "-" + hex(12);
    }

    private String hex(int digits) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < digits; i++) {
            hex.append(Character.forDigit(random.nextInt(16), 16));
        }
        return hex.toString();
    }
}
