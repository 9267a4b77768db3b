package io.inhouse.egress.vertx;

import io.inhouse.egress.EgressGuard;
import io.inhouse.egress.EgressRefusedException;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.impl.transports.JDKTransport;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Vert.x's transport on the JDK's channels; a channel asks the guard where it may go. */
final class GuardedTransport extends JDKTransport {
    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return domainSocket ? super.channelFactory(true) : GuardedChannel::new;
    }

    @Override
    public DatagramChannel datagramChannel() {
        return guarded(super.datagramChannel());
    }

    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return guarded(super.datagramChannel(family));
    }

    private static DatagramChannel guarded(DatagramChannel channel) {
        channel.pipeline().addFirst(new GuardedDatagrams());
        return channel;
    }

    private static final class GuardedChannel extends NioSocketChannel {
        @Override
        protected boolean doConnect(SocketAddress remote, @Nullable SocketAddress local) throws Exception {
            EgressGuard.ofThisProcess().check(remote);
            return super.doConnect(remote, local);
        }
    }

    /** Nearest to the wire: what comes from any handler passes here. */
    private static final class GuardedDatagrams extends ChannelOutboundHandlerAdapter {
        @Override
        public void connect(
                ChannelHandlerContext context,
                SocketAddress remote,
                @Nullable SocketAddress local,
                ChannelPromise promise)
                throws Exception {
            EgressGuard.ofThisProcess().check(remote);
            super.connect(context, remote, local, promise);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            if (message instanceof AddressedEnvelope<?, ?> envelope && envelope.recipient() != null) {
                try {
                    EgressGuard.ofThisProcess().check(envelope.recipient());
                } catch (EgressRefusedException e) {
                    ReferenceCountUtil.release(message);
                    throw e;
                }
            }
            super.write(context, message, promise);
        }
    }
}
