package io.inhouse.portal.datasets;

import io.inhouse.datasets.client.DatasetVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a version has to say about itself before anybody can approve it. The datasets server decides; this only warns. */
final class Missing {
    private Missing() {}

    static List<String> in(DatasetVersion version, DatasetWords words) {
        List<String> missing = new ArrayList<>();
        if (version.purposes().isEmpty()) {
            missing.add(words.purposes());
        }
        addIfBlank(missing, version.legalBasis(), words.legalBasis());
        addIfBlank(missing, version.licence(), words.licence());
        addIfBlank(missing, version.retention(), words.retention());
        return missing;
    }

    private static void addIfBlank(List<String> missing, @Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            missing.add(name);
        }
    }
}
