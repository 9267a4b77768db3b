/** Pages for people: login, approvals, the record. The portal calls the public APIs with the visitor's own token and keeps nothing. */
@NullMarked
package io.inhouse.portal;

import org.jspecify.annotations.NullMarked;
