/** Offers every message bundle in the language of the request. A new bundle gets a line here and a file in resources/messages. */
@NullMarked
package io.inhouse.portal.translations;

import org.jspecify.annotations.NullMarked;
