/** The log's signing key at rest. */
@NullMarked
package io.inhouse.audit.encryption;

import org.jspecify.annotations.NullMarked;
