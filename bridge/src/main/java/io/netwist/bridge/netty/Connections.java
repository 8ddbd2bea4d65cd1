/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netwist.bridge.Protocol;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a channel of our own becomes a protocol's connection. */
final class Connections {

    private Connections() {}

    /** Options by which every stream channel of ours differs from Netty's defaults, to behave as Twisted's. */
    static void configure(Channel channel) {
        // The peer's end of stream must not close the channel: the protocol decides.
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.config().setOption(ChannelOption.TCP_NODELAY, false);
    }

    /** Registers a connected channel; the protocol's connectionMade has been called when this returns. */
    static void begin(EventLoopReactor reactor, Channel channel, Protocol protocol, @Nullable TlsSetup tls) {
        configure(channel);
        add(reactor, channel, protocol, null, tls);
        reactor.eventLoop().register(channel).addListener(registered -> {
            if (!registered.isSuccess()) {
                channel.unsafe().closeForcibly();
                EventLoopReactor.LOG.warn("a connection cannot be registered: {}", String.valueOf(registered.cause()));
            }
        });
    }

    /** Puts a protocol, and before it TLS if there is any, into a channel's pipeline. */
    static void add(
            EventLoopReactor reactor,
            Channel channel,
            Protocol protocol,
            Ending.@Nullable Listener end,
            @Nullable TlsSetup tls) {
        if (tls != null) {
            channel.pipeline().addLast(tls.handler(channel.alloc()));
        }
        channel.pipeline().addLast(new ProtocolHandler(protocol, reactor, end, tls != null));
    }

    /** The same for a kind of channel that is registered on the spot, which is every one but io_uring's. */
    static StreamTransport beginNow(EventLoopReactor reactor, Channel channel, Protocol protocol) {
        begin(reactor, channel, protocol, null);
        ProtocolHandler handler = channel.pipeline().get(ProtocolHandler.class);
        return Objects.requireNonNull(handler.transport(), "the channel was not registered at once");
    }
}
