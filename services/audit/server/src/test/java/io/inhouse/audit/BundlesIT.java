package io.inhouse.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.audit.head.HeadStore;
import io.inhouse.ledger.VerifierKey;
import io.inhouse.verify.BundleVerifier;
import io.inhouse.verify.Report;
import io.inhouse.verify.Verdict;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exported parts of the log verify without the server. */
@QuarkusTest
@RunningServer
@SuppressWarnings("NullAway.Init")
class BundlesIT extends AskedLog {
    @TempDir
    Path directory;

    @Inject
    HeadStore store;

    @Inject
    VerifierKey key;

    @Test
    void aBundleHoldsItsOwnExportAndVerifiesWithoutTheServer() throws Exception {
        String dataset = freshDataset();
        recorder.recordNow(event("dataset.create", dataset).build());
        awaitObject(dataset, 1);

        Path bundle = export(Map.of("reason", "yearly audit", "openContents", true));

        Report report = BundleVerifier.verify(
                bundle, VerifierKey.parse(Files.readString(store.directory().resolve("log.vkey"))), null);
        assertThat(report.problems()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
        try (ZipFile zip = new ZipFile(bundle.toFile())) {
            String leaves =
                    new String(zip.getInputStream(zip.getEntry("leaves.jsonl")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(leaves.lines().toList().getLast()).contains("\"type\":\"export.create\"");
            String openings = new String(
                    zip.getInputStream(zip.getEntry("openings.jsonl")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(openings).contains("yearly audit");
        }
    }

    @Test
    void aPartOfTheLogVerifiesAgainstTheWholeTreeAndAKeptHead() throws Exception {
        String dataset = freshDataset();
        for (int i = 0; i < 5; i++) {
            recorder.recordNow(event("dataset.create", dataset).build());
        }
        awaitObject(dataset, 5);
        byte[] kept = head().encode().getBytes(StandardCharsets.UTF_8);
        Path all = export(Map.of("reason", "kept head"));
        Path part = export(Map.of("reason", "a part", "from", 1, "to", 3));

        assertThat(BundleVerifier.verify(all, key, kept).problems()).isEmpty();
        assertThat(BundleVerifier.verify(part, key, null).problems()).isEmpty();
        officer()
                .body(Map.of("reason", "x", "from", 1_000_000))
                .post("/api/audit/bundles")
                .then()
                .statusCode(400);
        officer()
                .body(Map.of("reason", "x", "from", 3, "to", 3))
                .post("/api/audit/bundles")
                .then()
                .statusCode(400);
        officer().body(Map.of("reason", " ")).post("/api/audit/bundles").then().statusCode(400);
    }

    private Path export(Map<String, Object> request) throws Exception {
        byte[] zip = officer()
                .body(request)
                .post("/api/audit/bundles")
                .then()
                .statusCode(200)
                .contentType("application/zip")
                .extract()
                .asByteArray();
        return Files.write(Files.createTempFile(directory, "bundle", ".zip"), zip);
    }
}
