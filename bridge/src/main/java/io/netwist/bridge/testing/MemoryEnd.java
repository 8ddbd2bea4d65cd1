/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.Buffering;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.Action;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the two transports in memory have in common: everything but delivering and ending. */
abstract class MemoryEnd implements Transport, TcpTransport {

    final MemoryReactor reactor;
    private final Address host;
    private final Address peer;
    private final List<Deferred<Failure>> waiting = new ArrayList<>(1);

    /** Replaced by switchProtocol. */
    Protocol protocol;

    @Nullable
    PushProducer push;

    @Nullable
    PullProducer pull;

    /** What a protocol had kept when another one was put in its place during a delivery. */
    private byte @Nullable [] handedOver;

    private boolean noDelay;
    private boolean keepAlive;

    MemoryEnd(MemoryReactor reactor, Address host, Address peer, Protocol protocol) {
        this.reactor = reactor;
        this.host = host;
        this.peer = peer;
        this.protocol = protocol;
    }

    /** Calls into the protocol or a producer. */
    abstract void call(Action action);

    /** Whether a delivery is under way. */
    abstract boolean isDelivering();

    /** The reason why the connection is over, or null. */
    abstract @Nullable Failure reason();

    /** Whether a producer is told to stop at once. */
    abstract boolean isOver();

    /**
     * Lends the protocol some bytes. What a switch of protocols left unused is put back before all other bytes.
     *
     * @param rest where to put back
     */
    final void lend(byte[] data, ArrayDeque<? super byte[]> rest) throws Exception {
        Protocol receiver = protocol;
        try {
            ByteBuf lent = reactor.lending().lend(receiver, data);
            if (protocol != receiver && lent.isReadable()) {
                byte[] unread = new byte[lent.readableBytes()];
                lent.readBytes(unread);
                rest.addFirst(unread);
            }
            lent.release();
        } finally {
            // What a protocol had kept came before what it was given last.
            if (handedOver != null) {
                rest.addFirst(handedOver);
                handedOver = null;
            }
        }
    }

    /** Puts another protocol in place; what the present one had kept goes before all other bytes. */
    final void replace(Protocol next, ArrayDeque<? super byte[]> rest) {
        ByteBuf kept = protocol instanceof Buffering keeper ? keeper.takeRemaining() : null;
        byte[] bytes = kept == null ? new byte[0] : Bytes.take(kept);
        protocol = next;
        call(() -> next.makeConnection(this));
        if (bytes.length > 0 && isDelivering()) {
            handedOver = handedOver == null ? bytes : Bytes.join(List.of(handedOver, bytes));
        } else if (bytes.length > 0) {
            rest.addFirst(bytes);
        }
    }

    /** Tells whoever produces that nobody wants more, and forgets it. */
    final void stopProducers() {
        PushProducer stoppedPush = push;
        PullProducer stoppedPull = pull;
        push = null;
        pull = null;
        if (stoppedPush != null) {
            call(stoppedPush::stopProducing);
        }
        if (stoppedPull != null) {
            call(stoppedPull::stopProducing);
        }
    }

    /** Tells all who wait for the end. */
    final void fireLost(Failure reason) {
        List<Deferred<Failure>> told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(each -> each.callbackValue(reason));
    }

    // ---- Transport

    @Override
    public final void write(ByteBuf data) {
        byte[] bytes = Bytes.take(data);
        reactor.lending().checkStillOurs();
        write(bytes);
    }

    @Override
    public final void write(CharSequence text) {
        write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public final void writeSequence(Iterable<?> data) {
        byte[] joined = Bytes.join(data);
        reactor.lending().checkStillOurs();
        write(joined);
    }

    @Override
    public final void registerProducer(PushProducer producer) {
        refuseSecond(producer);
        if (isOver()) {
            call(producer::stopProducing);
        } else {
            push = producer;
            registered();
        }
    }

    @Override
    public final void registerProducer(PullProducer producer) {
        refuseSecond(producer);
        if (isOver()) {
            call(producer::stopProducing);
        } else {
            pull = producer;
            registered();
        }
    }

    private void refuseSecond(Object producer) {
        Object present = push != null ? push : pull;
        if (present != null) {
            throw new IllegalStateException("cannot register producer " + producer + " on " + this + ": producer "
                    + present + " is registered; call unregisterProducer() first");
        }
    }

    /** A producer has been registered. */
    abstract void registered();

    final boolean hasProducer() {
        return push != null || pull != null;
    }

    @Override
    public final void stopProducing() {
        loseConnection();
    }

    @Override
    public final boolean isConnected() {
        return reason() == null;
    }

    @Override
    public final Address getPeer() {
        return peer;
    }

    @Override
    public final Address getHost() {
        return host;
    }

    @Override
    public final MemoryReactor reactor() {
        return reactor;
    }

    @Override
    public final <C> Optional<C> as(Class<C> capability) {
        return capability.isInstance(this) ? Optional.of(capability.cast(this)) : Optional.empty();
    }

    @Override
    public final Deferred<Failure> whenConnectionLost() {
        Deferred<Failure> own = new Deferred<>();
        Failure over = reason();
        if (over != null) {
            own.callbackValue(over);
        } else {
            waiting.add(own);
        }
        return own;
    }

    // ---- TcpTransport

    @Override
    public final boolean getTcpNoDelay() {
        return noDelay;
    }

    @Override
    public final void setTcpNoDelay(boolean enabled) {
        noDelay = enabled;
    }

    @Override
    public final boolean getTcpKeepAlive() {
        return keepAlive;
    }

    @Override
    public final void setTcpKeepAlive(boolean enabled) {
        keepAlive = enabled;
    }

    @Override
    public final String toString() {
        return protocol.getClass().getSimpleName() + " " + host + " to " + peer;
    }
}
