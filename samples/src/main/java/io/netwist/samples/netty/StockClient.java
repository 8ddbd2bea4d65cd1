/* SPDX-License-Identifier: MIT */
package io.netwist.samples.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;

/** A client written for Netty, on the reactor's loop: its handlers run on the reactor's thread, as protocols do. */
public final class StockClient extends SimpleChannelInboundHandler<String> {

    private static final int LONGEST_LINE = 1024;

    private final String question;
    private final Deferred<String> answer = new Deferred<>();

    private StockClient(String question) {
        this.question = question;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(question + "\n");
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, String line) {
        context.close();
        answer.callback(line);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
        if (!answer.isCalled()) {
            answer.errback(cause);
        }
    }

    /** Sends a line and gives the one that comes back. */
    static Deferred<String> ask(NettyReactor reactor, String host, int port, String line) {
        StockClient client = new StockClient(line);
        return Deferreds.from(reactor.bootstrap()
                        .handler(new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline()
                                        .addLast(
                                                new LineBasedFrameDecoder(LONGEST_LINE),
                                                new StringDecoder(),
                                                new StringEncoder(),
                                                client);
                            }
                        })
                        .connect(host, port))
                .addCallbackDeferring(connected -> client.answer);
    }

    /**
     * Asks a server that answers lines, and prints its answer.
     *
     * @param arguments host, port and the line
     */
    public static void main(String[] arguments) {
        System.exit(NettyReactor.react(
                reactor -> ask((NettyReactor) reactor, arguments[0], Integer.parseInt(arguments[1]), arguments[2])
                        .onSuccess(System.out::println)));
    }
}
