/** Tests of the languages in which the portal speaks. */
@NullMarked
package io.inhouse.portal.language;

import org.jspecify.annotations.NullMarked;
