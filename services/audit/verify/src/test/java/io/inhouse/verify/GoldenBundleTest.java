package io.inhouse.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.ledger.TrustPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles that auditors hold stay readable, and today's are written as they were. */
class GoldenBundleTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void aBundleOfVersionOneVerifies() throws IOException {
        assertThat(BundleVerifier.verify(golden(), SampleLog.KEY.verifier(), null)
                        .verdict())
                .isEqualTo(Verdict.VERIFIED);
        SecondVerifier.assertAgrees(golden(), TrustPolicy.of(List.of(SampleLog.KEY.verifier())), null, 0);
    }

    /** Everything but the explanation for people, which may get better. */
    @Test
    void versionOneIsWrittenAsItAlwaysWas() throws IOException {
        Forgery today = new Forgery(SampleLog.of(20, 7).export(directory.resolve("today.zip")));
        Forgery golden = new Forgery(golden());

        assertThat(today.files.keySet()).isEqualTo(golden.files.keySet());
        for (String name : golden.files.keySet()) {
            if (!name.equals("LOGS.md") && !name.equals("manifest.json")) {
                assertThat(today.text(name)).as(name).isEqualTo(golden.text(name));
            }
        }
        assertThat(today.text("manifest.json").replaceAll("\"LOGS.md\":\\{[^}]*}", ""))
                .isEqualTo(golden.text("manifest.json").replaceAll("\"LOGS.md\":\\{[^}]*}", ""));
    }

    private Path golden() throws IOException {
        Path file = directory.resolve("golden.zip");
        if (!Files.exists(file)) {
            try (InputStream in = GoldenBundleTest.class.getResourceAsStream("/golden/v1/bundle.zip")) {
                Files.copy(Objects.requireNonNull(in), file);
            }
        }
        return file;
    }
}
