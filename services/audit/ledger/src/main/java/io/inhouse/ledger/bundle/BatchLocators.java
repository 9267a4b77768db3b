package io.inhouse.ledger.bundle;

import io.inhouse.ledger.CanonicalJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line of {@value BundleFormat#LOCATORS}: see {@link io.inhouse.ledger.LeafBatch#locators}. */
public record BatchLocators(long first, List<String> locators) {
    public BatchLocators {
        locators = List.copyOf(locators);
    }

    public byte[] encode() {
        return CanonicalJson.encode(Map.of("first", first, "locators", locators));
    }

    /** @throws IllegalArgumentException if it is no such line */
    public static BatchLocators parse(byte[] line) {
        Map<String, @Nullable Object> members = CanonicalJson.parseObject(line);
        if (members.get("first") instanceof Long first && members.get("locators") instanceof List<?> locators) {
            return new BatchLocators(
                    first, locators.stream().map(String::valueOf).toList());
        }
        throw new IllegalArgumentException("locators have a first index and a list");
    }
}
