/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Drainable;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.Transport;
import io.netwist.deferred.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Netty handlers as a protocol over any transport: a pipe, a child process, a connection in memory.
 *
 * <pre>{@code
 * var wire = Wire.connect(new PipelineProtocol(new LineBasedFrameDecoder(1024), new MyHandler()), client);
 * }</pre>
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>The handlers are those of one connection, as every protocol is. A {@link ProtocolHandler} at the end makes the
 *       rest handlers in front of another protocol.
 *   <li>The channel takes and gives {@code ByteBuf}s. Its timers go by the reactor's clock, and its event loop is the
 *       reactor's, or a view of a reactor that has none.
 *   <li>{@code isWritable()} and {@code autoRead} reach the transport below: a slow peer is felt above, and who does not
 *       read slows the peer.
 *   <li>Closing the channel ends the transport in order; with {@code SO_LINGER} 0 at once. The channel is inactive when the
 *       transport has ended. Why it ended comes through {@code exceptionCaught} before, unless it ended in order.
 *   <li>The peer's end of stream closes the channel, or is a {@code ChannelInputShutdownEvent} with
 *       {@code ALLOW_HALF_CLOSURE}.
 * </ul>
 *
 * <p>Ownership: as in every pipeline, whoever consumes a message releases it. Threading: the reactor's thread only. TLS over
 * any transport is {@link TlsProtocol}.
 */
public class PipelineProtocol extends BaseProtocol implements HalfCloseable, Drainable {

    private final List<ChannelHandler> handlers;

    /** Null until there is a connection. */
    private @Nullable TransportChannel channel;

    /**
     * Makes a protocol of handlers.
     *
     * @param handlers of this connection alone, the one nearest to the transport first
     */
    public PipelineProtocol(ChannelHandler... handlers) {
        this.handlers = List.of(handlers);
    }

    /** Puts the handlers into a pipeline over the transport, which is active when this returns. */
    @Override
    public final void makeConnection(Transport transport) throws Exception {
        super.makeConnection(transport);
        TransportChannel made = new TransportChannel(transport);
        channel = made;
        fill(made);
        made.begin();
    }

    void fill(Channel over) {
        ChannelPipeline pipeline = over.pipeline();
        handlers.forEach(pipeline::addLast);
    }

    /**
     * The channel over the transport.
     *
     * @return for its pipeline and options
     * @throws IllegalStateException before the connection
     */
    public final Channel channel() {
        if (channel == null) {
            throw new IllegalStateException(getClass().getName() + " has no channel before its connection is made");
        }
        return channel;
    }

    @Override
    public final void dataReceived(ByteBuf data) {
        if (channel != null) {
            channel.received(data.readRetainedSlice(data.readableBytes()));
        }
    }

    @Override
    public final void readConnectionLost() {
        if (channel != null) {
            channel.inputEnded();
        }
    }

    @Override
    public final void writeConnectionLost() {}

    /** Closes the channel, through its handlers. */
    @Override
    public void drain() throws Exception {
        channel().close();
    }

    @Override
    public final void connectionLost(Failure reason) {
        if (channel != null) {
            channel.lost(reason.value());
        }
    }
}
