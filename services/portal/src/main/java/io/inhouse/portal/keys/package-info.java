/** The API keys of a project's applications: made, restricted, disabled; a secret is on one page, once. */
@NullMarked
package io.inhouse.portal.keys;

import org.jspecify.annotations.NullMarked;
