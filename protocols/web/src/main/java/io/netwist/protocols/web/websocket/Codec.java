/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketClientExtensionHandshaker;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionUtil;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateClientExtensionHandshaker;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Netty's handlers for one connection, and what the two sides have agreed to put between them. */
final class Codec {

    /** What an inflated message may exceed its limit by before it is cut off; our own count is exact. */
    private static final int SLACK = 64 * 1024;

    final ChannelHandler[] handlers;
    final @Nullable Inflation inflation;
    final Activity activity = new Activity();

    /** Whether the frames that come must be masked: a client's are. */
    Codec(boolean isServer, WebSocketOptions options, @Nullable WebSocketExtension compression) {
        List<ChannelHandler> all = new ArrayList<>();
        all.add(activity);
        all.add(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(isServer)
                .allowMaskMismatch(false)
                .allowExtensions(compression != null)
                .maxFramePayloadLength(options.maxFrame())
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build()));
        all.add(new WebSocket13FrameEncoder(!isServer));
        if (compression != null) {
            all.add(compression.newExtensionEncoder());
        }
        all.add(new Violations());
        handlers = all.toArray(new ChannelHandler[0]);
        inflation = compression == null ? null : new Inflation(compression.newExtensionDecoder());
    }

    /** Notes that bytes have come, be they part of a frame. */
    static final class Activity extends ChannelInboundHandlerAdapter {
        private boolean seen;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            seen = true;
            ctx.fireChannelRead(message);
        }

        boolean seenSinceLastLook() {
            boolean was = seen;
            seen = false;
            return was;
        }
    }

    /** Hands on as a message what the decoder found wrong, so that the connection can say so to the peer. */
    private static final class Violations extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            Throwable real = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
            if (real instanceof CorruptedWebSocketFrameException wrong) {
                ctx.fireChannelRead(new Violation(wrong.closeStatus().code(), String.valueOf(wrong.getMessage())));
            } else {
                ctx.fireExceptionCaught(cause);
            }
        }
    }

    /** What a client offers when it wants compression. */
    static String offer(WebSocketOptions options) {
        return Handshake.header(clientSide(options).newRequestData());
    }

    private static WebSocketClientExtensionHandshaker clientSide(WebSocketOptions options) {
        return new PerMessageDeflateClientExtensionHandshaker(options.maxMessage() + SLACK);
    }

    /** What the server has agreed to, or null if that is nothing. */
    static @Nullable WebSocketExtension agreed(List<String> header, WebSocketOptions options) {
        List<WebSocketExtensionData> all = extensions(header);
        if (all.isEmpty()) {
            return null;
        }
        WebSocketExtension extension =
                options.compression() && all.size() == 1 ? clientSide(options).handshakeExtension(all.get(0)) : null;
        if (extension == null) {
            throw new IllegalArgumentException(
                    "Sec-WebSocket-Extensions: " + header + " (expected: what was offered, or nothing)");
        }
        return extension;
    }

    /** The first of the client's offers that we can take, or null. */
    static @Nullable WebSocketServerExtension accept(List<String> header, WebSocketOptions options) {
        if (options.compression()) {
            PerMessageDeflateServerExtensionHandshaker ours =
                    new PerMessageDeflateServerExtensionHandshaker(options.maxMessage() + SLACK);
            for (WebSocketExtensionData offer : extensions(header)) {
                WebSocketServerExtension taken = ours.handshakeExtension(offer);
                if (taken != null) {
                    return taken;
                }
            }
        }
        return null;
    }

    private static List<WebSocketExtensionData> extensions(List<String> header) {
        return header.isEmpty() ? List.of() : WebSocketExtensionUtil.extractExtensions(String.join(",", header));
    }
}
