/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Transport;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A protocol whose Netty handlers turn bytes into messages and messages into bytes.
 *
 * <p>{@code super(HttpObject.class, new HttpServerCodec())} makes one that receives HTTP objects. Everything else is as for
 * any protocol: pausing holds messages back, {@code loseConnection} sends what was written first, an exception ends the
 * connection. A message of another type is logged and dropped.
 *
 * @param <I> the type of the messages received
 */
public abstract class MessageProtocol<I> extends BaseProtocol {

    private static final Logger LOG = LoggerFactory.getLogger(MessageProtocol.class);

    private final Class<I> type;
    private final List<ChannelHandler> codec;
    private @Nullable ChannelTransport channelTransport;

    /** Stands before the codec, where bytes left over by another protocol can be fed in. */
    private @Nullable ChannelHandlerContext entry;

    /**
     * For subclasses.
     *
     * @param type the type of the messages received
     * @param codec handlers of this connection alone, the one nearest to the socket first
     */
    protected MessageProtocol(Class<I> type, ChannelHandler... codec) {
        this.type = Objects.requireNonNull(type, "type");
        this.codec = List.of(codec);
    }

    /**
     * Puts the handlers into the pipeline, then goes on as every protocol.
     *
     * @throws IllegalStateException if the transport has no channel
     */
    @Override
    public void makeConnection(Transport transport) throws Exception {
        ChannelTransport over = transport
                .as(ChannelTransport.class)
                .orElseThrow(() -> new IllegalStateException(
                        getClass().getName() + " needs a transport over a Netty channel, and got " + transport));
        channelTransport = over;
        ChannelPipeline pipeline = over.pipeline();
        String ours = ((StreamTransport) over).context().name();
        Entry first = new Entry();
        pipeline.addBefore(ours, null, first);
        entry = pipeline.context(first);
        for (ChannelHandler handler : codec) {
            pipeline.addBefore(ours, null, handler);
        }
        super.makeConnection(transport);
    }

    /** Bytes that came before this protocol did. */
    final void feed(ByteBuf bytes) {
        Objects.requireNonNull(entry).fireChannelRead(bytes);
        Objects.requireNonNull(entry).fireChannelReadComplete();
    }

    final void messageArrived(Object message) throws Exception {
        if (type.isInstance(message)) {
            messageReceived(type.cast(message));
        } else {
            LOG.warn(
                    "{} dropped a message of type {} (expected: {})",
                    getClass().getName(),
                    message.getClass().getName(),
                    type.getName());
        }
    }

    /**
     * A message has come. Override me.
     *
     * <p>Ownership: a reference-counted message is lent until this returns; {@code retain()} keeps it.
     *
     * @param message what the handlers made
     * @throws Exception ends the connection
     */
    protected abstract void messageReceived(I message) throws Exception;

    /**
     * Sends a message, in order with all other writes. Writes within one read are sent together.
     *
     * <p>Ownership: the message is given away.
     *
     * @param message what the handlers understand
     * @throws IllegalStateException before the connection
     */
    protected final void writeMessage(Object message) {
        if (channelTransport == null) {
            throw new IllegalStateException(getClass().getName() + " has no transport yet");
        }
        channelTransport.writeMessage(message);
    }

    private static final class Entry extends ChannelInboundHandlerAdapter {}
}
