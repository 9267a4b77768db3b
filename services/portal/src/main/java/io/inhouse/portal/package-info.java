/** Pages for people: login, approvals, the record. */
@NullMarked
package io.inhouse.portal;

import org.jspecify.annotations.NullMarked;
