/** Typed access to the audit server. */
@NullMarked
package io.inhouse.audit.client;

import org.jspecify.annotations.NullMarked;
