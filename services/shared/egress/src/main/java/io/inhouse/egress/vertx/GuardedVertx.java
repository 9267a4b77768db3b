package io.inhouse.egress.vertx;

import io.inhouse.egress.EgressGuard;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.VertxServiceProvider;

/** Gives every Vert.x of this process a transport that passes the guard. Found by Vert.x through its service file. */
public final class GuardedVertx implements VertxServiceProvider {
    @Override
    public void init(VertxBuilder builder) {
        EgressGuard.install();
        builder.findTransport(new GuardedTransport());
    }
}
