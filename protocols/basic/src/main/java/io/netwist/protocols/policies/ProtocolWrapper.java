/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.policies;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netwist.bridge.Buffering;
import io.netwist.bridge.Drainable;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a transport and a protocol: a protocol to the one and a transport to the other.
 *
 * <p>A {@link WrappingFactory} makes it and a {@link ConnectionPolicy} sees what goes through. {@code as} asks the
 * transport below, so whatever that can do the wrapped protocol can reach. Source: {@code
 * twisted.protocols.policies.ProtocolWrapper}.
 */
public class ProtocolWrapper implements Protocol, Transport, Drainable {

    private final WrappingFactory factory;
    private final ConnectionPolicy policy;

    /** Replaced by switchProtocol. */
    private Protocol wrapped;

    /** Null before the connection. */
    private @Nullable Transport below;

    private @Nullable ProducerGate gate;
    private boolean writesThrottled;
    private boolean readsThrottled;

    /** The wrapped protocol has paused its input. */
    private boolean paused;

    private boolean disconnecting;

    ProtocolWrapper(WrappingFactory factory, Protocol wrapped, ConnectionPolicy policy) {
        this.factory = factory;
        this.wrapped = wrapped;
        this.policy = policy;
    }

    /** One for a protocol that goes on when one direction is closed: the transport asks for the type. */
    static final class HalfClosing extends ProtocolWrapper implements HalfCloseable {
        HalfClosing(WrappingFactory factory, Protocol wrapped, ConnectionPolicy policy) {
            super(factory, wrapped, policy);
        }

        @Override
        public void readConnectionLost() throws Exception {
            if (wrapped() instanceof HalfCloseable half) {
                half.readConnectionLost();
            } else {
                // It was switched to a protocol for which the end of the input is the end.
                loseConnection();
            }
        }

        @Override
        public void writeConnectionLost() throws Exception {
            if (wrapped() instanceof HalfCloseable half) {
                half.writeConnectionLost();
            }
        }
    }

    /**
     * The protocol inside.
     *
     * @return the one that the wrapped factory built, or the one that it has put in its place
     */
    public final Protocol wrapped() {
        return wrapped;
    }

    // ---- for policies

    /** Has no more input delivered until {@link #unthrottleReads()}, whatever the wrapped protocol does. */
    public final void throttleReads() {
        readsThrottled = true;
        transport().pauseProducing();
    }

    /** Goes on delivering input, unless the wrapped protocol has paused it. */
    public final void unthrottleReads() {
        readsThrottled = false;
        if (!paused) {
            transport().resumeProducing();
        }
    }

    /**
     * Pauses the producer that is registered, and any registered later, until {@link #unthrottleWrites()}. A protocol
     * without one is not slowed down.
     *
     * @throws Exception what the producer threw
     */
    public final void throttleWrites() throws Exception {
        writesThrottled = true;
        if (gate != null) {
            gate.close();
        }
    }

    /**
     * Lets the producer go on, unless the transport has paused it.
     *
     * @throws Exception what the producer threw
     */
    public final void unthrottleWrites() throws Exception {
        writesThrottled = false;
        if (gate != null) {
            gate.open();
        }
    }

    // ---- Protocol

    @Override
    public final void makeConnection(Transport transport) throws Exception {
        if (below != null) {
            throw new IllegalStateException(this + " was given a second connection, from " + transport.getPeer());
        }
        below = transport;
        connectionMade();
    }

    @Override
    public final void connectionMade() throws Exception {
        factory.register(this);
        policy.connected(this);
        wrapped.makeConnection(this);
    }

    @Override
    public final void dataReceived(ByteBuf data) throws Exception {
        policy.received(data);
        deliver(data);
    }

    /** Also to the protocol that the present one puts in its place meanwhile. */
    private void deliver(ByteBuf data) throws Exception {
        Protocol receiver;
        do {
            receiver = wrapped;
            receiver.dataReceived(data);
        } while (wrapped != receiver && data.isReadable() && !transport().isDisconnecting());
    }

    @Override
    public final void connectionLost(Failure reason) throws Exception {
        factory.unregister(this);
        gate = null;
        try {
            policy.lost(reason);
        } finally {
            wrapped.connectionLost(reason);
        }
    }

    @Override
    public final Transport transport() {
        if (below == null) {
            throw new IllegalStateException(this + " has no transport yet");
        }
        return below;
    }

    @Override
    public final void drain() throws Exception {
        if (wrapped instanceof Drainable drainable) {
            drainable.drain();
        } else {
            loseConnection();
        }
    }

    // ---- Transport

    @Override
    public final void write(ByteBuf data) {
        try {
            policy.writing(data);
        } catch (Throwable e) {
            data.release();
            throw e;
        }
        transport().write(data);
    }

    @Override
    public final void write(byte[] data) {
        write(ByteBufAllocator.DEFAULT.buffer(data.length).writeBytes(data));
    }

    @Override
    public final void write(CharSequence text) {
        write(ByteBufUtil.writeUtf8(ByteBufAllocator.DEFAULT, text));
    }

    @Override
    public final void writeSequence(Iterable<?> data) {
        List<ByteBuf> pieces = new ArrayList<>();
        for (Object piece : data) {
            if (piece instanceof ByteBuf buffer) {
                pieces.add(buffer);
            } else if (piece instanceof byte[] bytes) {
                pieces.add(ByteBufAllocator.DEFAULT.buffer(bytes.length).writeBytes(bytes));
            } else if (piece instanceof CharSequence text) {
                pieces.add(ByteBufUtil.writeUtf8(ByteBufAllocator.DEFAULT, text));
            } else {
                pieces.forEach(ByteBuf::release);
                releaseRest(data, piece);
                throw new IllegalArgumentException(
                        "piece: " + (piece == null ? null : piece.getClass().getName())
                                + " (expected: ByteBuf, byte[] or CharSequence)");
            }
        }
        try {
            policy.writingSequence(pieces);
        } catch (Throwable e) {
            pieces.forEach(ByteBuf::release);
            throw e;
        }
        transport().writeSequence(pieces);
    }

    @SuppressWarnings("ReferenceEquality") // the very piece that was refused
    private static void releaseRest(Iterable<?> data, @Nullable Object refused) {
        boolean after = false;
        for (Object piece : data) {
            if (after && piece instanceof ByteBuf buffer) {
                buffer.release();
            }
            after |= piece == refused;
        }
    }

    @Override
    public final void registerProducer(PushProducer producer) {
        try {
            ProducerGate made = new ProducerGate(producer, writesThrottled);
            transport().registerProducer((PushProducer) made);
            gate = made;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("producer " + producer + " threw when it was paused", e);
        }
    }

    @Override
    public final void registerProducer(PullProducer producer) {
        ProducerGate before = gate;
        ProducerGate made = new ProducerGate(producer, writesThrottled);
        gate = made;
        try {
            transport().registerProducer(made.asPull());
        } catch (RuntimeException e) {
            gate = before;
            throw e;
        }
    }

    @Override
    public final void unregisterProducer() {
        gate = null;
        transport().unregisterProducer();
    }

    @Override
    public final void pauseProducing() {
        paused = true;
        transport().pauseProducing();
    }

    @Override
    public final void resumeProducing() {
        paused = false;
        if (!readsThrottled) {
            transport().resumeProducing();
        }
    }

    @Override
    public final void stopProducing() {
        loseConnection();
    }

    private void closing() {
        disconnecting = true;
        policy.closing();
        if (gate != null && gate.isFor(this)) {
            // An echo's own input: it will produce nothing more, and the transport below cannot know.
            unregisterProducer();
        }
    }

    @Override
    public final void loseConnection() {
        closing();
        transport().loseConnection();
    }

    @Override
    public final void loseConnection(Throwable why) {
        closing();
        transport().loseConnection(why);
    }

    @Override
    public final void loseConnection(Duration linger) {
        closing();
        transport().loseConnection(linger);
    }

    @Override
    public final void abortConnection() {
        closing();
        transport().abortConnection();
    }

    @Override
    public final boolean isConnected() {
        return below != null && below.isConnected();
    }

    @Override
    public final boolean isDisconnecting() {
        return disconnecting || transport().isDisconnecting();
    }

    @Override
    public final Address getPeer() {
        return transport().getPeer();
    }

    @Override
    public final Address getHost() {
        return transport().getHost();
    }

    @Override
    public final Reactor reactor() {
        return transport().reactor();
    }

    @Override
    public final void switchProtocol(Protocol next) {
        Protocol previous = wrapped;
        ByteBuf rest = previous instanceof Buffering keeper ? keeper.takeRemaining() : null;
        wrapped = next;
        try {
            next.makeConnection(this);
            if (rest != null && !isDisconnecting()) {
                deliver(rest);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(next.getClass().getName() + " threw when it took a connection over", e);
        } finally {
            if (rest != null) {
                rest.release();
            }
        }
    }

    @Override
    public final <C> Optional<C> as(Class<C> capability) {
        return transport().as(capability);
    }

    @Override
    public final Deferred<Failure> whenConnectionLost() {
        return transport().whenConnectionLost();
    }

    /** Names the wrapped protocol. */
    @Override
    public String toString() {
        return factory.getClass().getSimpleName() + " around "
                + wrapped.getClass().getName();
    }
}
