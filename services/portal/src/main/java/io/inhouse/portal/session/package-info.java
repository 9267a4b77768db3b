/** Who looks at the portal: the session of a logged-in person, their projects and the roles that hold on a page. */
@NullMarked
package io.inhouse.portal.session;

import org.jspecify.annotations.NullMarked;
