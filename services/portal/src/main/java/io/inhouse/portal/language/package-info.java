/** In which language a visitor is spoken to, and how dates and numbers are written for them. */
@NullMarked
package io.inhouse.portal.language;

import org.jspecify.annotations.NullMarked;
