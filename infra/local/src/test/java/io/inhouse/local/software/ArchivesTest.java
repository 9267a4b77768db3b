package io.inhouse.local.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inhouse.local.progress.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivesTest {
    @TempDir
    Path directory;

    @Test
    void keepsPermissionsAndDropsTheFirstFolder() throws Exception {
        Path zip = zip("keycloak-1/bin/kc.sh", 0755);

        Archives.unzip(zip, directory.resolve("out"), true, Line.SILENT);

        assertThat(Files.isExecutable(directory.resolve("out/bin/kc.sh"))).isTrue();
    }

    @Test
    void refusesToWriteOutsideItsFolder() throws Exception {
        Path zip = zip("../evil", 0644);

        assertThatThrownBy(() -> Archives.unzip(zip, directory.resolve("out"), false, Line.SILENT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("../evil");
        assertThat(directory.resolve("evil")).doesNotExist();
    }

    private Path zip(String name, int mode) throws IOException {
        Path zip = directory.resolve("archive.zip");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
            ZipArchiveEntry entry = new ZipArchiveEntry(name);
            entry.setUnixMode(mode | 0100000);
            out.putArchiveEntry(entry);
            out.write("content".getBytes(StandardCharsets.UTF_8));
            out.closeArchiveEntry();
        }
        return zip;
    }
}
