package io.inhouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeafTest {
    private static final Leaf FULL = new Leaf(
            "datasets-019aab5f-7a3c-7def-8123-456789abcdef",
            41,
            "evt-019aab5f-7a3d-7abc-9123-456789abcdef",
            Instant.parse("2026-11-22T12:00:00.120Z"),
            "dataset.approve",
            Outcome.SUCCESS,
            ActorKind.USER,
            "a".repeat(64),
            "b".repeat(64),
            "demo",
            "customer-service",
            List.of(
                    new ObjectReference(
                            "dataset-version", "dsv-019aab5f-0000-7000-8000-000000000001", "sha256:" + "c".repeat(64)),
                    new ObjectReference("dataset", "ds-019aab5f-0000-7000-8000-000000000002", null)),
            "d".repeat(64),
            "e".repeat(64));
    private static final Leaf SMALL = new Leaf(
            "inference-019aab5f-7a3c-7def-8123-456789abcdef",
            0,
            "evt-019aab5f-7a3d-7abc-9123-456789abcdee",
            Instant.parse("2026-11-22T12:00:00Z"),
            "stream.open",
            Outcome.SUCCESS,
            ActorKind.SYSTEM,
            "0".repeat(64),
            null,
            null,
            null,
            List.of(),
            "1".repeat(64),
            "2".repeat(64));

    /** The golden files never change: logs that exist were hashed over these bytes. */
    @Test
    void versionOneIsWrittenAsItAlwaysWas() throws IOException {
        assertThat(FULL.encode()).isEqualTo(golden("leaf-full.json"));
        assertThat(SMALL.encode()).isEqualTo(golden("leaf-small.json"));
    }

    @Test
    void versionOneStaysReadable() throws IOException {
        assertThat(Leaf.parse(golden("leaf-full.json"))).isEqualTo(FULL);
        assertThat(Leaf.parse(golden("leaf-small.json"))).isEqualTo(SMALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"v\":1|\"v\":2|version 2",
                "\"seq\":41|\"seq\":-1|seq",
                "\"seq\":41|\"seq\":\"41\"|seq",
                "\"seq\":41|\"seq\":4.5|seq",
                "\"stream\":\"datasets-|\"stream\":\"Datasets-|stream",
                "\"id\":\"evt-|\"id\":\"ev-|id",
                "12:00:00.120Z|12:00:00.12Z|ts",
                "12:00:00.120Z|12:00:00.1201Z|ts",
                "12:00:00.120Z|24:00:00.120Z|ts",
                "2026-11-22T|2026-02-30T|ts",
                "\"type\":\"dataset.approve\"|\"type\":\"approve\"|type",
                "\"outcome\":\"success\"|\"outcome\":\"fine\"|outcome",
                "\"actor_kind\":\"user\"|\"actor_kind\":\"USER\"|actor kind",
                "\"actor_p\":\"aa|\"actor_p\":\"Aa|actor_p",
                "\"ct_sha256\":\"dd|\"ct_sha256\":\"d|ct_sha256",
                "\"project\":\"demo\"|\"project\":\"\"|project",
                "\"project\":\"demo\"|\"project\":null|project",
                "\"project\":\"demo\"|\"project\":\"demo\",\"pt\":1|pt",
                "\"digest\":\"sha256:|\"digest\":\"sha1:|objects.digest",
                "\"kind\":\"dataset\"|\"kind\":\"dataset\",\"more\":1|more",
                "\"purpose\":\"customer-service\"|\"purpose\":\"a\\nb\"|purpose",
            })
    void aLeafThatIsNotAsTheFormatSaysIsRefused(String part, String replacement, String named) throws IOException {
        String good = new String(golden("leaf-full.json"), StandardCharsets.UTF_8);
        assertThat(good).contains(part);
        byte[] bad = good.replace(part, replacement).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Leaf.parse(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @Test
    void aMissingMemberIsNamed() throws IOException {
        String good = new String(golden("leaf-full.json"), StandardCharsets.UTF_8);
        byte[] bad = good.replace("\"outcome\":\"success\",", "").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Leaf.parse(bad)).hasMessageContaining("outcome is missing");
    }

    @Test
    void moreObjectsThanALeafHoldsAreRefused() {
        Leaf large = new Leaf(
                FULL.stream(),
                0,
                FULL.id(),
                FULL.ts(),
                FULL.type(),
                FULL.outcome(),
                FULL.actorKind(),
                FULL.actorPseudonym(),
                null,
                null,
                null,
                Collections.nCopies(700, FULL.objects().getFirst()),
                FULL.ctSha256(),
                FULL.ptCommit());

        assertThatThrownBy(large::encode).hasMessageContaining("65535");
    }

    @Test
    void theServiceIsTheStreamWithoutItsUuid() {
        assertThat(FULL.service()).isEqualTo("datasets");
    }

    /** Computed with OpenSSL: {@code printf … | openssl dgst -sha256 -mac HMAC -macopt hexkey:…}. */
    @Test
    void commitmentAndPseudonymAreHmacs() {
        byte[] key = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

        assertThat(Commitments.commitment(key, "{\"a\":1}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("b4cebde30982443ec36c18fa99ad10a70e705bba779f57c37e84decb64ae50fb");
        assertThat(Commitments.pseudonym(key))
                .isEqualTo("05ceaabd1f7012b284d6c267e26305d800bfdc2ba59640ca2bdba9e153637bc9");
        assertThat(Commitments.associatedData("s", "evt")).isEqualTo("s\nevt".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Commitments.commitment(new byte[16], new byte[0]))
                .hasMessageContaining("32 bytes");
    }

    static byte[] golden(String name) throws IOException {
        try (InputStream in = LeafTest.class.getResourceAsStream("/golden/v1/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
