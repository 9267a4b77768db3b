/** What all pages share: the frame around them, notices, form tokens, and pages for what went wrong. */
@NullMarked
package io.inhouse.portal.page;

import org.jspecify.annotations.NullMarked;
