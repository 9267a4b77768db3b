package io.inhouse.local.software;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    @TempDir
    Path repository;

    @BeforeEach
    void aServerThatNeedsALibraryAndOneThatStandsAlone() throws Exception {
        write("pom.xml", "<modules><module>library</module><module>server</module><module>other</module></modules>");
        write("library/pom.xml", pom("library", ""));
        write("server/pom.xml", pom("server", dependency("library", "")));
        write("other/pom.xml", pom("other", dependency("library", "<scope>test</scope>")));
        write("library/src/main/java/A.java", "class A {}");
    }

    @Test
    void aChangedLibraryChangesWhatNeedsItAndNothingElse() throws Exception {
        String server = digest("server");
        String other = digest("other");

        write("library/src/main/java/A.java", "class A { int changed; }");

        assertThat(digest("server")).isNotEqualTo(server);
        assertThat(digest("other")).isEqualTo(other);
    }

    @Test
    void aNewADeletedAndARenamedFileAreChanges() throws Exception {
        String before = digest("server");

        Files.move(
                repository.resolve("library/src/main/java/A.java"), repository.resolve("library/src/main/java/B.java"));

        assertThat(digest("server")).isNotEqualTo(before);
    }

    @Test
    void testsAndDatesDoNotMatter() throws Exception {
        String before = digest("server");

        write("library/src/test/java/ATest.java", "class ATest {}");
        write("library/src/main/java/A.java", "class A {}");

        assertThat(digest("server")).isEqualTo(before);
    }

    private String digest(String module) throws Exception {
        return new Sources(repository).digest(module);
    }

    private void write(String name, String content) throws Exception {
        Path file = repository.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String pom(String name, String dependencies) {
        return "<project><parent><artifactId>inhouse</artifactId></parent><artifactId>" + name + "</artifactId>"
                + dependencies + "</project>";
    }

    private static String dependency(String name, String rest) {
        return "<dependency>\n  <groupId>io.inhouse</groupId>\n  <artifactId>" + name + "</artifactId>" + rest
                + "</dependency>";
    }
}
