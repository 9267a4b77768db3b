/** The check of the record in the browser: a bundle is made, verified as the command line does, and the outcome said in words. */
@NullMarked
package io.inhouse.portal.record;

import org.jspecify.annotations.NullMarked;
