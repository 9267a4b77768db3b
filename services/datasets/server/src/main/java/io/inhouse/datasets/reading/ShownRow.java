package io.inhouse.datasets.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.inhouse.datasets.client.PreviewRow;
import io.inhouse.datasets.personaldata.PersonalDataScanner;
import io.inhouse.datasets.personaldata.Redaction;
import io.inhouse.datasets.reading.StoredRows.StoredRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row as a person may see it: personal data masked, whatever the version does with it.
 *
 * @param masked something was masked that a job would read
 */
record ShownRow(PreviewRow row, boolean masked) {
    static ShownRow of(JsonNode stored, PersonalDataScanner scanner, StoredRow place) {
        boolean[] masked = new boolean[1];
        List<PreviewRow.Message> messages = null;
        if (stored.has("messages")) {
            messages = new ArrayList<>();
            for (JsonNode message : stored.get("messages")) {
                messages.add(new PreviewRow.Message(
                        message.get("role").textValue(),
                        String.valueOf(shown(message.get("content").textValue(), scanner, masked))));
            }
        }
        PreviewRow row = new PreviewRow(
                place.line(),
                place.split().code(),
                shown(stored.path("prompt").textValue(), scanner, masked),
                shown(stored.path("completion").textValue(), scanner, masked),
                messages,
                shown(stored.path("text").textValue(), scanner, masked));
        return new ShownRow(row, masked[0]);
    }

    private static @Nullable String shown(@Nullable String text, PersonalDataScanner scanner, boolean[] masked) {
        if (text == null) {
            return null;
        }
        String shown = Redaction.maskingAll().apply(text, scanner.scan(text));
        masked[0] |= !Objects.equals(shown, text);
        return shown;
    }
}
