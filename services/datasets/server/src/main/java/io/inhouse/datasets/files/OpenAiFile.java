package io.inhouse.datasets.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file as OpenAI's API shows it.
 *
 * @param createdAt Unix seconds
 * @param status {@code uploaded} until its rows are approved, then {@code processed}; {@code error} if they were rejected
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OpenAiFile(
        String id,
        String object,
        long bytes,
        @JsonProperty("created_at") long createdAt,
        String filename,
        String purpose,
        String status,
        @JsonProperty("status_details") @Nullable String statusDetails) {
    /** One page. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(
            String object,
            List<OpenAiFile> data,
            @JsonProperty("has_more") boolean hasMore,
            @JsonProperty("first_id") @Nullable String firstId,
            @JsonProperty("last_id") @Nullable String lastId) {}

    /** What a deletion answers. */
    public record Deleted(String id, String object, boolean deleted) {}
}
