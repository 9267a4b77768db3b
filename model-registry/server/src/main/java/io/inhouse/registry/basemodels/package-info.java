/** Base models: checked, copied into the read-only model store and named by the digest of their files. */
@NullMarked
package io.inhouse.registry.basemodels;

import org.jspecify.annotations.NullMarked;
