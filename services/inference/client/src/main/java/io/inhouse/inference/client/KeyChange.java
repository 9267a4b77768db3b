package io.inhouse.inference.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an API key may be used for from now on; null leaves a part as it is.
 *
 * @param models empty for all models of the project
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyChange(@Nullable String purpose, @Nullable List<String> models) {}
