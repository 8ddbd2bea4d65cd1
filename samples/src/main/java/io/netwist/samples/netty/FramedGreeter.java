/* SPDX-License-Identifier: MIT */
package io.netwist.samples.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.netty.ChannelTransport;
import io.netwist.bridge.netty.NettyReactor;
import java.nio.charset.StandardCharsets;

/** Receives whole frames, because Netty's frame decoder stands before it in the pipeline of its connection. */
public final class FramedGreeter extends BaseProtocol {

    private static final int MAX_FRAME = 1024;

    /** For a factory. */
    public FramedGreeter() {}

    @Override
    public void connectionMade() {
        ChannelPipeline pipeline =
                transport().as(ChannelTransport.class).orElseThrow().pipeline();
        pipeline.addFirst(new LengthFieldBasedFrameDecoder(MAX_FRAME, 0, 2, 0, 2), new LengthFieldPrepender(2));
    }

    /** Here {@code data} is one frame, without its length. */
    @Override
    public void dataReceived(ByteBuf data) {
        transport().write("hello, " + data.toString(StandardCharsets.UTF_8));
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
                Factory.forProtocol(FramedGreeter::new),
                ListenOptions.defaults().withInterface("127.0.0.1"));
        reactor.run();
    }
}
