/** Large immutable objects, named by the digest of their content and encrypted at rest. */
@NullMarked
package io.inhouse.artefacts;

import org.jspecify.annotations.NullMarked;
