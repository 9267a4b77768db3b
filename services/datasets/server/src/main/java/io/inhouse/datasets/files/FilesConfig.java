package io.inhouse.datasets.files;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/**
 * What a dataset says about itself that is made for a file. Without these a data steward fills it in before the file can
 * be approved.
 */
@ConfigMapping(prefix = "inhouse.datasets.files")
public interface FilesConfig {
    /** Purposes, for example {@code customer-service}. */
    Optional<List<String>> purposes();

    /** Legal basis, for example {@code GDPR Art. 6(1)(f)}. */
    Optional<String> legalBasis();

    /** Licence, for example {@code internal}. */
    Optional<String> licence();

    /** ISO 8601 period, for example {@code P2Y}. */
    Optional<String> retention();
}
