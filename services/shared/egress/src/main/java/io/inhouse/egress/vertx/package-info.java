/** Puts the guard under every connection of Vert.x: Quarkus's HTTP clients, OpenID Connect and the local door. */
@NullMarked
package io.inhouse.egress.vertx;

import org.jspecify.annotations.NullMarked;
