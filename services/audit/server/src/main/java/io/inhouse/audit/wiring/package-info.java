/** Makes the parts of the audit server from its configuration. */
@NullMarked
package io.inhouse.audit.wiring;

import org.jspecify.annotations.NullMarked;
