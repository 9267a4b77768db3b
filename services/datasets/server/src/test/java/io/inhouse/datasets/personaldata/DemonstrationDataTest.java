package io.inhouse.datasets.personaldata;

import static org.assertj.core.api.Assertions.assertThat;

import io.inhouse.datasets.client.PersonalDataType;
import io.inhouse.datasets.rows.ParsedLine;
import io.inhouse.datasets.rows.Row;
import io.inhouse.datasets.rows.RowStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The demonstration's README says how much personal data its rows hold and which rows are broken: exactly that is found. */
class DemonstrationDataTest {
    private static final Path DEMO = Path.of(System.getProperty("repository.root", "../../.."), "infra", "demo");

    @Test
    void everyInventedPieceIsFoundAndNothingElse() throws IOException {
        Map<PersonalDataType, Integer> found = new EnumMap<>(PersonalDataType.class);
        PersonalDataScanner scanner = scanner();

        for (Row row : good("train.jsonl")) {
            row.map((field, text) -> {
                scanner.scan(text).forEach(hit -> found.merge(hit.type(), 1, Integer::sum));
                return text;
            });
        }

        assertThat(found)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        PersonalDataType.NAME, 23,
                        PersonalDataType.EMAIL, 19,
                        PersonalDataType.PHONE, 18,
                        PersonalDataType.IBAN, 10,
                        PersonalDataType.PAYMENT_CARD, 7,
                        PersonalDataType.AADHAAR, 6,
                        PersonalDataType.PAN, 6));
    }

    @Test
    void theHeldOutRowsHoldNone() throws IOException {
        PersonalDataScanner scanner = scanner();

        assertThat(good("test.jsonl"))
                .hasSize(200)
                .allSatisfy(row -> row.map((field, text) -> {
                    assertThat(scanner.scan(text)).as(text).isEmpty();
                    return text;
                }));
    }

    @Test
    void theBrokenRowsAreThoseTheReadmeLists() throws IOException {
        List<Long> broken = lines("train.jsonl").stream()
                .filter(ParsedLine.Bad.class::isInstance)
                .map(ParsedLine::line)
                .toList();

        assertThat(broken).containsExactly(51L, 194L, 206L, 218L, 600L, 730L, 825L, 1041L, 1078L, 1107L);
    }

    private static PersonalDataScanner scanner() throws IOException {
        return new PersonalDataScanner(List.of("DE", "GB", "IN"), Files.readAllLines(DEMO.resolve("names.txt")), 1);
    }

    private static List<Row> good(String file) throws IOException {
        return lines(file).stream()
                .filter(ParsedLine.Good.class::isInstance)
                .map(line -> ((ParsedLine.Good) line).row())
                .toList();
    }

    private static List<ParsedLine> lines(String file) throws IOException {
        List<ParsedLine> lines = new ArrayList<>();
        try (InputStream content = Files.newInputStream(DEMO.resolve(file))) {
            RowStream rows = new RowStream(content, 1 << 20, 1 << 30);
            for (ParsedLine line = rows.next(); line != null; line = rows.next()) {
                lines.add(line);
            }
        }
        return lines;
    }
}
