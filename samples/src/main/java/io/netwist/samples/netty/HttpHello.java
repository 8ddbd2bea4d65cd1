/* SPDX-License-Identifier: MIT */
package io.netwist.samples.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.netty.MessageProtocol;
import io.netwist.bridge.netty.NettyReactor;
import java.nio.charset.StandardCharsets;

/** Answers HTTP requests, which Netty's codec makes of the bytes; {@code protocols.web} is the whole of it. */
public final class HttpHello extends MessageProtocol<FullHttpRequest> {

    private static final int LONGEST_BODY = 64 * 1024;

    /** For a factory. */
    public HttpHello() {
        super(FullHttpRequest.class, new HttpServerCodec(), new HttpObjectAggregator(LONGEST_BODY));
    }

    @Override
    protected void messageReceived(FullHttpRequest request) {
        boolean broken = request.decoderResult().isFailure();
        answer(
                broken ? HttpResponseStatus.BAD_REQUEST : HttpResponseStatus.OK,
                broken ? "this is no request\n" : "hello, " + request.uri() + "\n");
        if (broken || !HttpUtil.isKeepAlive(request)) {
            transport().loseConnection();
        }
    }

    private void answer(HttpResponseStatus status, String text) {
        ByteBuf body = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        writeMessage(response);
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
                Factory.forProtocol(HttpHello::new),
                ListenOptions.defaults().withInterface("127.0.0.1"));
        reactor.run();
    }
}
