/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Factory as the {@code childHandler} of any {@code ServerBootstrap} or the {@code handler} of any {@code Bootstrap}.
 *
 * <p>It builds a protocol for each channel and puts it at the end of the pipeline. A factory that returns null, or throws,
 * refuses the connection, which is closed.
 *
 * <p>Threading: the factory is called on the channel's EventLoop; on a group of several, share nothing.
 */
public final class ProtocolInitializer extends ChannelInitializer<Channel> {

    private static final Logger LOG = LoggerFactory.getLogger(ProtocolInitializer.class);

    private final Factory<?> factory;

    /**
     * Makes an initializer.
     *
     * @param factory makes a new protocol for each channel
     */
    public ProtocolInitializer(Factory<?> factory) {
        this.factory = Objects.requireNonNull(factory, "factory");
    }

    @Override
    protected void initChannel(Channel channel) {
        if (channel.isActive()) {
            build(channel);
        } else {
            // A client's channel: the peer is not known before it is connected.
            channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelActive(ChannelHandlerContext ctx) {
                    build(channel);
                    ctx.fireChannelActive();
                    ctx.pipeline().remove(this);
                }
            });
        }
    }

    private void build(Channel channel) {
        Protocol protocol;
        try {
            protocol = factory.buildProtocol(SocketAddresses.of(channel.remoteAddress()));
        } catch (Throwable e) {
            LOG.error(
                    "{} threw from buildProtocol; the connection is refused",
                    factory.getClass().getName(),
                    e);
            channel.close();
            return;
        }
        if (protocol == null) {
            channel.close();
        } else {
            channel.pipeline().addLast(new ProtocolHandler(protocol));
        }
    }
}
