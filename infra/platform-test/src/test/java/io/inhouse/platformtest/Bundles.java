package io.inhouse.platformtest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Exported audit bundles, read without the platform's own reader. */
final class Bundles {
    private Bundles() {}

    /** One line for each entry. */
    static List<String> leaves(Path bundle) throws IOException {
        try (ZipFile zip = new ZipFile(bundle.toFile())) {
            ZipEntry leaves = zip.getEntry("leaves.jsonl");
            return new String(zip.getInputStream(leaves).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
