/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.time.Duration;
import java.util.Optional;

/**
 * The way to the peer of one connection.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>A write never blocks and never fails: bytes go out in the order of the calls, and after the end of the connection
 *       they are dropped. Writes within one {@code dataReceived} are sent together.
 *   <li>Every write gives its buffer away, in every case. Writing the buffer that {@code dataReceived} lent, without
 *       {@code retain()}, throws at once.
 *   <li>As a producer it is the source of the bytes received: pausing it holds back data and the end of the connection.
 *   <li>Unsent bytes are limited; see {@code WriteBufferOverflow}. A protocol that sends much registers a producer.
 * </ul>
 *
 * <p>Threading: the reactor's thread only. Source: {@code ITransport}, {@code IConsumer} and {@code IPushProducer}.
 */
public interface Transport extends ByteConsumer, PushProducer {

    /**
     * Sends bytes.
     *
     * <p>Ownership: the buffer is given away. Echo is {@code transport().write(data.retain())}.
     *
     * @param data the bytes, from reader to writer index
     * @throws IllegalStateException if it is, or is cut from, the buffer lent to {@code dataReceived} and not retained
     */
    @Override
    void write(ByteBuf data);

    /**
     * Sends a copy of bytes.
     *
     * @param data may be altered afterwards
     */
    void write(byte[] data);

    /**
     * Sends text in UTF-8.
     *
     * @param text the text
     */
    void write(CharSequence text);

    /**
     * Sends several pieces in order.
     *
     * <p>Ownership: as {@link #write(ByteBuf)}, for every element.
     *
     * @param data each a ByteBuf, a byte[] or a CharSequence
     * @throws IllegalArgumentException if one is something else; then nothing is sent
     */
    void writeSequence(Iterable<?> data);

    @Override
    void registerProducer(PushProducer producer);

    @Override
    void registerProducer(PullProducer producer);

    @Override
    void unregisterProducer();

    /** Wants no more of its producer: the producer is forgotten, and the connection ends in order. */
    default void stopConsuming() {
        unregisterProducer();
        loseConnection();
    }

    /** Holds back what is received, and the end of the connection, until {@link #resumeProducing()}. */
    @Override
    void pauseProducing();

    /** Delivers what was held back and goes on. Does nothing after {@code loseConnection}. */
    @Override
    void resumeProducing();

    /** The same as {@link #loseConnection()}. */
    @Override
    void stopProducing();

    /**
     * Ends the connection in order: everything written is sent first, however long that takes, and nothing more is
     * received. With a producer registered it ends after {@code unregisterProducer}, unless the producer is this transport
     * itself.
     */
    void loseConnection();

    /**
     * Ends the connection in order, as {@link #loseConnection()} does, for a reason that {@code connectionLost} will give:
     * the peer broke the rules of the protocol, for example.
     *
     * @param why the reason, unless something had ended the connection before, or an exception of a callback does later
     */
    void loseConnection(Throwable why);

    /**
     * Ends the connection in order and makes sure that the peer can read the last words: after everything written comes
     * our end of stream, then what the peer still sends is thrown away until its end of stream or the limit.
     *
     * <p>For an error reply to a peer that is still sending: a plain {@link #loseConnection()} with input unread makes the
     * operating system reset the connection, and the reply is lost.
     *
     * @param linger how long to wait for the peer's end of stream
     */
    void loseConnection(Duration linger);

    /** Ends the connection at once: nothing more is sent, and the peer sees a reset. */
    void abortConnection();

    /**
     * Whether there is a connection.
     *
     * @return true from {@code makeConnection} until just before {@code connectionLost}
     */
    boolean isConnected();

    /**
     * Whether the end has been asked for.
     *
     * @return true from {@code loseConnection} or {@code abortConnection} on
     */
    boolean isDisconnecting();

    /**
     * The other side's address.
     *
     * @return also known after the connection was lost
     */
    Address getPeer();

    /**
     * Our side's address.
     *
     * @return also known after the connection was lost
     */
    Address getHost();

    /**
     * The reactor that runs this connection.
     *
     * @return always the same
     */
    Reactor reactor();

    /**
     * Puts another protocol in place of the present one, for example after an upgrade.
     *
     * <p>{@code next.makeConnection} is called now; bytes that the present protocol has not used ({@link Buffering}
     * included) and all later ones go to {@code next}. The present one hears nothing more, {@code connectionLost}
     * included.
     *
     * <p>What {@code next.makeConnection} throws ends the connection, as an exception out of any callback does.
     *
     * @param next a protocol that has had no connection
     */
    void switchProtocol(Protocol next);

    /**
     * Asks for something that only some transports can do, through any wrapper. Never cast a transport.
     *
     * @param <C> the capability
     * @param capability for example {@code TcpTransport.class}
     * @return the capability of this connection, or empty
     */
    <C> Optional<C> as(Class<C> capability);

    /**
     * Tells when the connection is over.
     *
     * @return a Deferred of its own for each call, fired with the reason after {@code connectionLost} has returned
     */
    Deferred<Failure> whenConnectionLost();
}
