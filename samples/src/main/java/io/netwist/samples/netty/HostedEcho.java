/* SPDX-License-Identifier: MIT */
package io.netwist.samples.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.netty.ProtocolInitializer;

/** A protocol in a Netty server that knows nothing else of Netwist. */
public final class HostedEcho extends BaseProtocol {

    /** For a factory. */
    public HostedEcho() {}

    @Override
    public void dataReceived(ByteBuf data) {
        transport().write(data.retain());
    }

    /** Binds a plain Netty server whose connections are protocols. */
    static Channel bind(EventLoopGroup group, int port) throws InterruptedException {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ProtocolInitializer(Factory.forProtocol(HostedEcho::new)))
                .bind("127.0.0.1", port)
                .sync()
                .channel();
    }

    /**
     * Serves until it is told to stop.
     *
     * @param arguments the port
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        bind(group, Integer.parseInt(arguments[0])).closeFuture().sync();
    }
}
