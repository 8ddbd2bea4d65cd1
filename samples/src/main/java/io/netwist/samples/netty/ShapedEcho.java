/* SPDX-License-Identifier: MIT */
package io.netwist.samples.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.traffic.ChannelTrafficShapingHandler;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.netty.ChannelTransport;
import io.netwist.bridge.netty.NettyReactor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An echo whose pace and whose patience are set by handlers of Netty's in front of it. */
public final class ShapedEcho extends BaseProtocol {

    private final long bytesPerSecond;
    private final Duration patience;

    /**
     * Makes one, for one connection.
     *
     * @param bytesPerSecond how fast it sends
     * @param patience how long it waits for a client that sends nothing
     */
    public ShapedEcho(long bytesPerSecond, Duration patience) {
        this.bytesPerSecond = bytesPerSecond;
        this.patience = patience;
    }

    @Override
    public void connectionMade() {
        ChannelPipeline pipeline =
                transport().as(ChannelTransport.class).orElseThrow().pipeline();
        pipeline.addFirst(
                new ChannelTrafficShapingHandler(bytesPerSecond, 0),
                new IdleStateHandler(patience.toMillis(), 0, 0, TimeUnit.MILLISECONDS) {
                    @Override
                    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
                        transport().loseConnection();
                    }
                });
    }

    @Override
    public void dataReceived(ByteBuf data) {
        transport().write(data.retain());
    }

    /**
     * Serves until it is told to stop.
     *
     * @param arguments the port
     */
    public static void main(String[] arguments) {
        NettyReactor reactor = NettyReactor.create();
        reactor.listenTCP(
                Integer.parseInt(arguments[0]),
                Factory.forProtocol(() -> new ShapedEcho(1024 * 1024, Duration.ofMinutes(1))),
                ListenOptions.defaults().withInterface("127.0.0.1"));
        reactor.run();
    }
}
