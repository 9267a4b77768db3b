package io.inhouse.languagemodel.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.languagemodel.decoder.Decoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** FAMILIES.md is what the tests say; {@code -Dfamilies.write=true} writes it anew. */
class FamilyTableTest {
    private static final Path TABLE = Path.of("FAMILIES.md");

    /** Where a family was checked against something else with weights that somebody trained. */
    private static final Map<String, String> REAL_WEIGHTS =
            Map.of("llama", "stories15M: three stories equal those of llama2.c's own program (`ReferenceDataTest`)");

    @Test
    void the_table_is_what_the_tests_say() throws IOException {
        StringBuilder table = new StringBuilder("""
                # Model families

                Written by `FamilyTableTest` (`./mvnw test -pl services/shared/language-model -am -Dtest=FamilyTableTest
                -Dsurefire.failIfNoSpecifiedTests=false -Dfamilies.write=true`), which fails when this is out of date.

                *Tiny*: a small random model gives the logits of transformers 4.57.6 within 1e-4 in float32, the same 64
                greedy tokens, the same with the cache as without, alone as in a batch (`FamilyGoldenTest`); a LoRA step
                equals PEFT's within 1e-4 (`FamilyStepTest` of the trainer). *Real weights* and *GPU*: what ran, else no.

                | model_type | tiny | real weights | GPU | LoRA adapts |
                |---|---|---|---|---|
                """);
        for (String family : Families.supported()) {
            TinyFamily tiny = TinyFamily.of(family);
            try (Decoder decoder = tiny.open()) {
                boolean equal = tiny.error(TinyFamily.logits(decoder, tiny.prompt())) < 1e-4;
                table.append("| %s | %s | %s | no | %s |\n"
                        .formatted(
                                family,
                                equal ? "yes" : "no",
                                REAL_WEIGHTS.getOrDefault(family, "no"),
                                String.join(", ", decoder.config().modules())));
            }
        }
        if (Boolean.getBoolean("families.write")) {
            Files.writeString(TABLE, table);
        }

        assertThat(TABLE).hasContent(table.toString());
    }
}
