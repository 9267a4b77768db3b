/** The record for a compliance officer: search, one entry, its content after a reason, the log's key and head, bundles. */
@NullMarked
package io.inhouse.portal.audit;

import org.jspecify.annotations.NullMarked;
