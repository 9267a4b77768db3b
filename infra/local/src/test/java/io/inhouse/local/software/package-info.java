/** Building, installing and unpacking, on small made-up repositories. */
@NullMarked
package io.inhouse.local.software;

import org.jspecify.annotations.NullMarked;
