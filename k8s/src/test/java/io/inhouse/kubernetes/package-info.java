/** Holds the manifests against what they describe: routes, connections, pod security. */
@NullMarked
package io.inhouse.kubernetes;

import org.jspecify.annotations.NullMarked;
