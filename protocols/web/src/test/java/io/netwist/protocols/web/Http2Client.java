/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netwist.bridge.netty.MessageProtocol;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.sync.DeferredQueue;
import java.nio.charset.StandardCharsets;

/** A client of Netty's frames, which takes bodies only when told to, and notes what comes as text. */
final class Http2Client extends MessageProtocol<Object> {

    /** Makes streams, which only handlers of this kind can. */
    private static final class Streams extends Http2ChannelDuplexHandler {
        private ChannelHandlerContext context;

        @Override
        protected void handlerAdded0(ChannelHandlerContext ctx) {
            context = ctx;
        }
    }

    private final Streams streams;

    final Deferred<Http2Client> ready = new Deferred<>();
    final Deferred<Failure> lost = new Deferred<>();

    /** Heads, bodies, resets, in order: {@code 3 :200}, {@code 3 +hello .}, {@code 3 !CANCEL}, {@code goaway NO_ERROR}. */
    final DeferredQueue<String> events = new DeferredQueue<>();

    /** Of the last head. */
    Http2Headers last = new DefaultHttp2Headers();

    boolean takesBodies = true;

    Http2Client() {
        this(new Streams());
    }

    private Http2Client(Streams streams) {
        super(
                Object.class,
                Http2FrameCodecBuilder.forClient()
                        .initialSettings(Http2Settings.defaultSettings())
                        .build(),
                streams);
        this.streams = streams;
    }

    @Override
    public void connectionMade() {
        ready.callback(this);
    }

    Http2FrameStream request(String method, String path, String... headers) {
        return send(true, method, path, headers);
    }

    /** A body is to follow. */
    Http2FrameStream begin(String method, String path, String... headers) {
        return send(false, method, path, headers);
    }

    private Http2FrameStream send(boolean whole, String method, String path, String... headers) {
        Http2Headers head = new DefaultHttp2Headers(false)
                .method(method)
                .path(path)
                .scheme("http")
                .authority("h:1");
        for (int i = 0; i < headers.length; i += 2) {
            head.add(headers[i], headers[i + 1]);
        }
        Http2FrameStream stream = streams.newStream();
        streams.context.writeAndFlush(new DefaultHttp2HeadersFrame(head, whole).stream(stream));
        return stream;
    }

    void body(Http2FrameStream stream, byte[] data, boolean last) {
        streams.context.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(data), last).stream(stream));
    }

    void reset(Http2FrameStream stream) {
        streams.context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL).stream(stream));
    }

    void take(Http2FrameStream stream, int bytes) {
        streams.context.writeAndFlush(new DefaultHttp2WindowUpdateFrame(bytes).stream(stream));
    }

    @Override
    protected void messageReceived(Object frame) {
        if (frame instanceof Http2HeadersFrame head) {
            last = head.headers();
            events.put(head.stream().id() + " :" + last.status() + (head.isEndStream() ? " ." : ""));
        } else if (frame instanceof Http2DataFrame data) {
            ByteBuf content = data.content();
            String text = content.readableBytes() > 100
                    ? "#" + content.readableBytes()
                    : "+" + content.toString(StandardCharsets.UTF_8);
            events.put(data.stream().id() + " " + text + (data.isEndStream() ? " ." : ""));
            if (takesBodies) {
                take(data.stream(), data.initialFlowControlledBytes());
            }
        } else if (frame instanceof Http2ResetFrame reset) {
            events.put(reset.stream().id() + " !" + Http2Error.valueOf(reset.errorCode()));
        } else if (frame instanceof Http2GoAwayFrame away) {
            events.put("goaway " + Http2Error.valueOf(away.errorCode()));
        }
    }

    @Override
    public void connectionLost(Failure reason) {
        events.put("lost");
        lost.callbackValue(reason);
    }
}
