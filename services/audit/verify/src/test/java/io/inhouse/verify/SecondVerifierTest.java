package io.inhouse.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.inhouse.ledger.Checkpoint;
import io.inhouse.ledger.TrustPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both verifiers come to the same verdict; every other test of this package asks both, too. */
class SecondVerifierTest {
    private static final String WHY =
            "THE SECOND VERIFIER WAS NOT COMPARED: there is no python3 with the package cryptography;"
                    + " name one in INHOUSE_TEST_PYTHON";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @BeforeEach
    void say() {
        if (!SecondVerifier.isHere()) {
            System.out.println(WHY);
        }
        assumeTrue(SecondVerifier.isHere(), WHY);
    }

    @Test
    void aByteChangedAnywhereInTheZipIsJudgedTheSameByWhoeverCanReadIt() throws IOException {
        byte[] good = Files.readAllBytes(SampleLog.of(20, 7).export(directory.resolve("bundle.zip")));
        TrustPolicy policy = TrustPolicy.of(List.of(SampleLog.KEY.verifier()));
        Random random = new Random(20_261_122);
        for (int i = 0; i < 150; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
            Path file = Files.write(directory.resolve("changed.zip"), bad);

            Report report = BundleVerifier.verifyBy(file, policy, null);
            // A damaged container may be unreadable to one of the two, never good to one and changed to the other.
            if (SecondVerifier.exitCode(file, policy) != Verdict.UNREADABLE.exitCode()
                    && report.verdict() != Verdict.UNREADABLE) {
                SecondVerifier.assertAgrees(file, policy, null, report.verdict().exitCode());
            }
        }
    }

    @Test
    void aByteChangedInAnyFileIsJudgedTheSame() throws IOException {
        SampleLog log = SampleLog.of(20, 7);
        Path bundle = log.export(directory.resolve("bundle.zip"), 3, 17);
        TrustPolicy policy = TrustPolicy.of(List.of(SampleLog.KEY.verifier()));
        Random random = new Random(20_261_122);
        for (int i = 0; i < 150; i++) {
            Forgery forgery = new Forgery(bundle);
            List<String> names = List.copyOf(forgery.files.keySet());
            String name = names.get(random.nextInt(names.size()));
            byte[] bytes = forgery.files.getOrDefault(name, new byte[0]).clone();
            bytes[random.nextInt(bytes.length)] = (byte) "\n0\"a{}[],\\ \u00e9".charAt(random.nextInt(12));
            forgery.files.put(name, bytes);
            if (!name.equals("manifest.json")) {
                forgery.recomputeManifest();
            }
            Path file = forgery.write(directory.resolve("changed.zip"));

            Report report = BundleVerifier.verifyBy(file, policy, null);
            SecondVerifier.assertAgrees(file, policy, null, report.verdict().exitCode());
        }
    }

    @Test
    void rememberedHeadsOfEverySizeAreJudgedTheSame() throws IOException {
        SampleLog log = SampleLog.of(40, 7);
        TrustPolicy policy = TrustPolicy.of(List.of(SampleLog.KEY.verifier()));
        Path part = log.export(directory.resolve("part.zip"), 14, 30);
        for (int size = 1; size <= 50; size += 3) {
            byte[] head = SampleLog.of(size, 7).head().encode().getBytes(StandardCharsets.UTF_8);

            Report report = BundleVerifier.verifyBy(part, policy, head);
            SecondVerifier.assertAgrees(part, policy, head, report.verdict().exitCode());
        }
        for (var head : log.heads()) {
            byte[] kept = head.encode().getBytes(StandardCharsets.UTF_8);
            Report report = BundleVerifier.verifyBy(part, policy, kept);
            long size = Checkpoint.parse(head.text()).size();
            assertThat(report.verdict())
                    .isEqualTo(
                            size == 14 || size == 21 || size == 28 || size == 40
                                    ? Verdict.VERIFIED
                                    : Verdict.NOT_VERIFIED);
            SecondVerifier.assertAgrees(part, policy, kept, report.verdict().exitCode());
        }
    }

    @Test
    void itIsShortEnoughToBeRead() throws IOException {
        assertThat(Files.readAllLines(SecondVerifier.SCRIPT)).hasSizeLessThanOrEqualTo(200);
    }
}
