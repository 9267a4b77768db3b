/** The portal's pages against hand-written fakes of the sign-in service and of the servers behind the APIs. */
@NullMarked
package io.inhouse.portal;

import org.jspecify.annotations.NullMarked;
