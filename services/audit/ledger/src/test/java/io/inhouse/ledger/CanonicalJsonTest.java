package io.inhouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    /** RFC 8785, section 3.2.3: sorted by UTF-16 code units, so the emoji comes before U+FB33. */
    @Test
    void keysAreSortedAsRfc8785Says() {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("\u20ac", "Euro Sign");
        example.put("\r", "Carriage Return");
        example.put("\ufb33", "Hebrew Letter Dalet With Dagesh");
        example.put("1", "One");
        example.put("\ud83d\ude00", "Emoji: Grinning Face");
        example.put("\u0080", "Control");
        example.put("\u00f6", "Latin Small Letter O With Diaeresis");

        assertThat(text(example))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    /** RFC 8785, appendix B, as bit patterns. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000,0",
        "8000000000000000,0",
        "0000000000000001,5e-324",
        "8000000000000001,-5e-324",
        "7fefffffffffffff,1.7976931348623157e+308",
        "4340000000000000,9007199254740992",
        "c340000000000000,-9007199254740992",
        "4430000000000000,295147905179352830000",
        "44b52d02c7e14af5,9.999999999999997e+22",
        "44b52d02c7e14af6,1e+23",
        "44b52d02c7e14af7,1.0000000000000001e+23",
        "444b1ae4d6e2ef4e,999999999999999700000",
        "444b1ae4d6e2ef4f,999999999999999900000",
        "444b1ae4d6e2ef50,1e+21",
        "3eb0c6f7a0b5ed8c,9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d,0.000001",
        "41b3de4355555553,333333333.3333332",
        "41b3de4355555557,333333333.33333343",
        "becbf647612f3696,-0.0000033333333333333333",
        "43143ff3c1cb0959,1424953923781206.2"
    })
    void doublesAreWrittenAsEcmaScriptWritesThem(String bits, String expected) {
        assertThat(text(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(expected);
    }

    @Test
    void everyKindOfValueHasOneSpelling() {
        Map<String, @Nullable Object> value = new HashMap<>();
        value.put("z", List.of(1, 2L, (short) 3, new BigInteger("4"), new BigDecimal("5.0"), 0.1f, Long.MAX_VALUE));
        value.put("a", null);
        value.put("b", true);
        value.put("s", "\u0001 \" \\ / \t \u007f \u00e9");

        assertThat(text(value))
                .isEqualTo("{\"a\":null,\"b\":true,\"s\":\"\\u0001 \\\" \\\\ / \\t \u007f \u00e9\","
                        + "\"z\":[1,2,3,4,5,0.1,9223372036854775807]}");
    }

    @Test
    void whatHasNoCanonicalFormIsRefusedWithItsPlace() {
        for (Object bad : List.of(
                Double.NaN,
                Double.POSITIVE_INFINITY,
                BigInteger.TWO.pow(64),
                new BigDecimal("0.1234567890123456789"),
                Set.of("x"),
                Map.of(1, "x"),
                'c')) {
            assertThatThrownBy(() -> CanonicalJson.encode(Map.of("a", List.of(0, bad))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("$.a[1]");
        }
        for (String half : List.of("\ud83d", "\ude00", "\ud83dx", "\ud83d\ud83d\ude00")) {
            assertThatThrownBy(() -> CanonicalJson.encode(half)).hasMessageContaining("surrogate");
            assertThatThrownBy(() -> CanonicalJson.encode(Map.of(half, 1))).hasMessageContaining("surrogate");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"b\":1,\"a\":2}",
                "{ \"a\":1}",
                "[1] ",
                "1.0",
                "1e3",
                "-0",
                "01",
                "+1",
                ".5",
                "5.",
                "1e",
                "\"\\/\"",
                "\"\\u0041\"",
                "\"\\u001F\"",
                "\"\\x\"",
                "\"\\ud83d\"",
                "\"a",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "[1,]",
                "[1",
                "nul",
                "NaN",
                "1e999",
                "",
                "1 2",
                "'a'"
            })
    void anythingElseIsRefused(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> CanonicalJson.parse(bytes)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRepeatedKeyIsNamed() {
        assertThatThrownBy(() -> CanonicalJson.parse("{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("\"a\" appears twice");
    }

    @Test
    void bytesThatAreNotUtf8AndDeepNestingAreRefused() {
        assertThatThrownBy(() -> CanonicalJson.parse(new byte[] {'"', (byte) 0xc3, '"'}))
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> CanonicalJson.parse("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("levels deep");
    }

    @Test
    void whatWasWrittenIsReadBack() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = CanonicalJson.encode(value(random, 0));

            assertThat(CanonicalJson.encode(CanonicalJson.parse(bytes))).isEqualTo(bytes);
        }
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 5 : 7)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong() >> random.nextInt(64);
            case 3 -> {
                double d = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(d) ? d : 0.5;
            }
            case 4 -> string(random);
            case 5 -> {
                java.util.ArrayList<@Nullable Object> list = new java.util.ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth + 1));
                }
                yield list;
            }
            default -> {
                Map<String, @Nullable Object> map = new HashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(string(random), value(random, depth + 1));
                }
                yield map;
            }
        };
    }

    private static String string(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int[] from = {
                random.nextInt(0x20), random.nextInt(0x80), random.nextInt(0xd800), 0x1f600 + random.nextInt(64)
            };
            text.appendCodePoint(from[random.nextInt(from.length)]);
        }
        return text.toString();
    }

    private static String text(@Nullable Object value) {
        return new String(CanonicalJson.encode(value), StandardCharsets.UTF_8);
    }
}
