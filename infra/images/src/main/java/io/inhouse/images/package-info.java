/** Makes container images of what the build has packed. */
@NullMarked
package io.inhouse.images;

import org.jspecify.annotations.NullMarked;
