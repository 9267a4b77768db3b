package io.inhouse.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBuildTest {
    private static final Path REPOSITORY = Path.of(System.getProperty("repository.root"));

    @TempDir
    Path folder;

    @Test
    void makes_an_oci_archive_whose_process_is_nobody_and_starts_the_server() throws Exception {
        Path repository = repositoryWithAServer();

        String digest = ImageBuild.build(repository, "portal", "scratch", folder.resolve("portal.tar"));

        Map<String, String> files = untar(folder.resolve("portal.tar"));
        assertThat(files).containsKeys("oci-layout", "index.json");
        assertThat(files.get("index.json")).contains(digest);
        assertThat(files.values())
                .anySatisfy(config -> assertThat(config)
                        .contains(
                                "\"User\":\"10001:10001\"",
                                "\"8106/tcp\"",
                                "\"java\",\"-jar\",\"/app/quarkus-run.jar\""));
    }

    @Test
    void equal_input_gives_an_equal_image() throws Exception {
        Path repository = repositoryWithAServer();

        assertThat(ImageBuild.build(repository, "portal", "scratch", folder.resolve("a.tar")))
                .isEqualTo(ImageBuild.build(repository, "portal", "scratch", folder.resolve("b.tar")));
    }

    @Test
    void refuses_a_base_that_may_be_another_one_tomorrow() {
        assertThatThrownBy(
                        () -> ImageBuild.build(REPOSITORY, "portal", "eclipse-temurin:25-jre", folder.resolve("x.tar")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("digest");
    }

    /** The real description and a small application. */
    private Path repositoryWithAServer() throws Exception {
        Path description =
                Files.createDirectories(folder.resolve("r/infra/images")).resolve("portal.properties");
        if (!Files.exists(description)) {
            Files.copy(REPOSITORY.resolve("infra/images/portal.properties"), description);
            Path packed = Files.createDirectories(folder.resolve("r/services/portal/target/quarkus-app/lib/main"));
            Files.writeString(packed.resolve("a.jar"), "a");
            Files.writeString(packed.resolve("../../quarkus-run.jar"), "b");
        }
        return folder.resolve("r");
    }

    private static Map<String, String> untar(Path archive) throws Exception {
        Map<String, String> files = new TreeMap<>();
        try (InputStream in = Files.newInputStream(archive);
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    files.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return files;
    }
}
