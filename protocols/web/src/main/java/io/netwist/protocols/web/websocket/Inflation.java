/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Netty's decoder of permessage-deflate, frame by frame. Not in the pipeline, where it would inflate all frames of a read at
 * once, however paused the protocol is.
 */
final class Inflation {

    private static final Logger LOG = LoggerFactory.getLogger(Inflation.class);

    private final EmbeddedChannel channel;

    Inflation(WebSocketExtensionDecoder decoder) {
        channel = new EmbeddedChannel(decoder);
    }

    /** The frame is lent; the result, if there is one, is the caller's. */
    @Nullable
    WebSocketFrame inflate(WebSocketFrame frame) throws Violation {
        try {
            channel.writeInbound(frame.retain());
        } catch (RuntimeException e) {
            throw violation(e);
        }
        return channel.readInbound();
    }

    private static Violation violation(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataFormatException) {
                return new Violation(1007, "a message that cannot be decompressed");
            }
        }
        return e instanceof DecompressionException || e.getCause() instanceof DecompressionException
                ? new Violation(1009, "a message that is too large when decompressed")
                : new Violation(1007, "a message that cannot be decompressed");
    }

    void release() {
        try {
            channel.finishAndReleaseAll();
        } catch (RuntimeException e) {
            LOG.trace("what is left of a compressed message makes no sense", e); // The peer may have stopped anywhere.
        }
    }
}
