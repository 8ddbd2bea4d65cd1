/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netwist.bridge.Buffering;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.TestClock;
import io.netwist.deferred.time.Action;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transport that leads nowhere: it keeps what the protocol writes, and the test plays the peer.
 *
 * <pre>{@code
 * var tr = StringTransport.connect(new Echo());
 * tr.deliver("hello\r\n");
 * assertEquals("hello\r\n", tr.value());
 * }</pre>
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>Exceptions of the protocol come out of the call that caused them, so the test sees them.
 *   <li>Asking for the end only notes it: {@link #isDisconnecting()} or {@link #isAborted()} is true and nothing more is
 *       delivered or kept. The protocol hears of the end when the test calls {@link #disconnect}.
 *   <li>A registered producer is kept and not called; the test plays the network with {@link #pushProducer()} and {@link
 *       #pullProducer()}.
 * </ul>
 *
 * <p>Two protocols that talk to each other, with flow control and closing, are joined by a {@code Wire}. Source: {@code
 * twisted.internet.testing.StringTransport}.
 */
public final class StringTransport implements Transport, TcpTransport {

    private static final TcpAddress HOST = new TcpAddress("10.0.0.1", 12345);
    private static final TcpAddress PEER = new TcpAddress("192.168.1.1", 54321);

    private final MemoryReactor reactor;
    private final Address host;
    private final Address peer;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    /** What was delivered while reading is paused, or during another delivery. */
    private final ArrayDeque<byte[]> held = new ArrayDeque<>();

    private final List<Deferred<Failure>> waiting = new ArrayList<>(1);

    /** Replaced by switchProtocol. */
    private Protocol protocol;

    /** What a protocol had kept when another one was put in its place during a delivery. */
    private byte @Nullable [] handedOver;

    private boolean delivering;
    private boolean paused;
    private boolean disconnecting;
    private boolean aborted;
    private boolean writeClosed;
    private boolean noDelay;
    private boolean keepAlive;

    /** Set by {@link #disconnect}. */
    private @Nullable Failure reason;

    private @Nullable PushProducer push;
    private @Nullable PullProducer pull;

    StringTransport(MemoryReactor reactor, Address host, Address peer, Protocol protocol) {
        this.reactor = reactor;
        this.host = host;
        this.peer = peer;
        this.protocol = protocol;
    }

    /**
     * Connects a protocol, whose {@code connectionMade} is called before this returns.
     *
     * @param protocol one that has had no connection
     * @return its transport, from 192.168.1.1:54321 to 10.0.0.1:12345
     */
    public static StringTransport connect(Protocol protocol) {
        return connect(protocol, HOST, PEER);
    }

    /**
     * Connects a protocol with addresses of the test's choice.
     *
     * @param protocol one that has had no connection
     * @param host our side
     * @param peer the other side
     * @return its transport
     */
    public static StringTransport connect(Protocol protocol, Address host, Address peer) {
        return new StringTransport(new MemoryReactor(), host, peer, protocol).connected();
    }

    StringTransport connected() {
        letOut(() -> protocol.makeConnection(this));
        return this;
    }

    // ---- what the test does and sees

    /**
     * What has been written since the last {@link #clear()}.
     *
     * @return the bytes as UTF-8
     */
    public String value() {
        return written.toString(StandardCharsets.UTF_8);
    }

    /**
     * What has been written since the last {@link #clear()}.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return written.toByteArray();
    }

    /** Forgets what has been written. */
    public void clear() {
        written.reset();
    }

    /**
     * Lends the protocol some bytes, as if they had come from the peer. While reading is paused they are held back; after
     * the end was asked for they are dropped.
     *
     * @param text sent in UTF-8
     */
    public void deliver(CharSequence text) {
        deliver(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Lends the protocol some bytes, as if they had come from the peer. While reading is paused they are held back; after
     * the end was asked for they are dropped.
     *
     * @param data none means that nothing happens
     */
    public void deliver(byte[] data) {
        if (data.length > 0) {
            held.add(data.clone());
        }
        deliverHeld();
    }

    private void deliverHeld() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            while (!paused && !disconnecting && !held.isEmpty()) {
                byte[] next = held.remove();
                letOut(() -> lend(next));
            }
            if (disconnecting) {
                held.clear();
            }
        } finally {
            delivering = false;
        }
    }

    private void lend(byte[] data) throws Exception {
        Protocol receiver = protocol;
        try {
            ByteBuf lent = reactor.lending().lend(receiver, data);
            if (protocol != receiver && lent.isReadable()) {
                held.addFirst(ByteBufUtil.getBytes(lent));
            }
            lent.release();
        } finally {
            // What a protocol had kept came before what it was given last.
            if (handedOver != null) {
                held.addFirst(handedOver);
                handedOver = null;
            }
        }
    }

    /**
     * Ends the connection: the protocol's {@code connectionLost} is called with the reason.
     *
     * @param why for example {@code new ConnectionDone()}
     * @throws IllegalStateException if it has ended before
     */
    public void disconnect(Throwable why) {
        if (reason != null) {
            throw new IllegalStateException("disconnect: this connection has ended before, with " + reason.value());
        }
        Failure failure = Failure.of(why);
        reason = failure;
        disconnecting = true;
        held.clear();
        PushProducer stoppedPush = push;
        PullProducer stoppedPull = pull;
        push = null;
        pull = null;
        letOut(() -> {
            if (stoppedPush != null) {
                stoppedPush.stopProducing();
            }
            if (stoppedPull != null) {
                stoppedPull.stopProducing();
            }
            protocol.connectionLost(failure);
        });
        List<Deferred<Failure>> told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(each -> each.callbackValue(failure));
    }

    /**
     * The clock that the protocol's {@code reactor()} goes by.
     *
     * @return the clock to turn by hand
     */
    public TestClock clock() {
        return reactor.clock();
    }

    /**
     * The protocol at the end of this transport.
     *
     * @return the one connected, or the one that {@code switchProtocol} has put in its place
     */
    public Protocol protocol() {
        return protocol;
    }

    /**
     * Whether {@code abortConnection} was called.
     *
     * @return true from then on
     */
    public boolean isAborted() {
        return aborted;
    }

    /**
     * Whether the protocol holds back what it is sent.
     *
     * @return true between {@code pauseProducing} and {@code resumeProducing}
     */
    public boolean isPaused() {
        return paused;
    }

    /**
     * Whether our end of stream was asked for.
     *
     * @return true after {@code loseWriteConnection}
     */
    public boolean isWriteClosed() {
        return writeClosed;
    }

    /**
     * The push producer that is registered.
     *
     * @return it, or empty
     */
    public Optional<PushProducer> pushProducer() {
        return Optional.ofNullable(push);
    }

    /**
     * The pull producer that is registered.
     *
     * @return it, or empty. Registering does not ask for a first piece
     */
    public Optional<PullProducer> pullProducer() {
        return Optional.ofNullable(pull);
    }

    /** Calls into a protocol; what it throws comes out as it is, checked or not. */
    static void letOut(Action call) {
        try {
            call.run();
        } catch (Throwable e) {
            StringTransport.<RuntimeException>rethrow(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void rethrow(Throwable thrown) throws X {
        throw (X) thrown;
    }

    // ---- Transport

    @Override
    public void write(ByteBuf data) {
        byte[] bytes = ByteBufUtil.getBytes(data);
        data.release();
        reactor.lending().checkStillOurs();
        write(bytes);
    }

    @Override
    public void write(byte[] data) {
        boolean dropping = reason != null || aborted || writeClosed || (disconnecting && push == null && pull == null);
        if (!dropping) {
            written.writeBytes(data);
        }
    }

    @Override
    public void write(CharSequence text) {
        write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void writeSequence(Iterable<?> data) {
        byte[] joined = Pieces.join(data);
        reactor.lending().checkStillOurs();
        write(joined);
    }

    @Override
    public void registerProducer(PushProducer producer) {
        refuseSecond(producer);
        if (reason != null) {
            letOut(producer::stopProducing);
        } else {
            push = producer;
        }
    }

    @Override
    public void registerProducer(PullProducer producer) {
        refuseSecond(producer);
        if (reason != null) {
            letOut(producer::stopProducing);
        } else {
            pull = producer;
        }
    }

    private void refuseSecond(Object producer) {
        Object present = push != null ? push : pull;
        if (present != null) {
            throw new IllegalStateException("cannot register producer " + producer + ": producer " + present
                    + " is registered; call unregisterProducer() first");
        }
    }

    @Override
    public void unregisterProducer() {
        push = null;
        pull = null;
    }

    @Override
    public void pauseProducing() {
        if (!disconnecting) {
            paused = true;
        }
    }

    @Override
    public void resumeProducing() {
        if (!disconnecting) {
            paused = false;
            deliverHeld();
        }
    }

    @Override
    public void stopProducing() {
        loseConnection();
    }

    @Override
    public void loseConnection() {
        disconnecting = true;
        paused = false;
    }

    @Override
    public void loseConnection(Duration linger) {
        loseConnection();
    }

    @Override
    public void abortConnection() {
        loseConnection();
        aborted = true;
    }

    @Override
    public boolean isConnected() {
        return reason == null;
    }

    @Override
    public boolean isDisconnecting() {
        return disconnecting;
    }

    @Override
    public Address getPeer() {
        return peer;
    }

    @Override
    public Address getHost() {
        return host;
    }

    @Override
    public MemoryReactor reactor() {
        return reactor;
    }

    @Override
    public void switchProtocol(Protocol next) {
        Protocol previous = protocol;
        protocol = next;
        ByteBuf rest = previous instanceof Buffering keeper ? keeper.takeRemaining() : null;
        byte[] kept = rest == null ? new byte[0] : Pieces.take(rest);
        letOut(() -> next.makeConnection(this));
        if (kept.length > 0 && delivering) {
            handedOver = handedOver == null ? kept : Pieces.join(List.of(handedOver, kept));
        } else if (kept.length > 0) {
            held.addFirst(kept);
        }
        deliverHeld();
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        return capability.isInstance(this) ? Optional.of(capability.cast(this)) : Optional.empty();
    }

    @Override
    public Deferred<Failure> whenConnectionLost() {
        Deferred<Failure> own = new Deferred<>();
        if (reason != null) {
            own.callbackValue(reason);
        } else {
            waiting.add(own);
        }
        return own;
    }

    // ---- TcpTransport

    @Override
    public void loseWriteConnection() {
        writeClosed = true;
    }

    @Override
    public boolean getTcpNoDelay() {
        return noDelay;
    }

    @Override
    public void setTcpNoDelay(boolean enabled) {
        noDelay = enabled;
    }

    @Override
    public boolean getTcpKeepAlive() {
        return keepAlive;
    }

    @Override
    public void setTcpKeepAlive(boolean enabled) {
        keepAlive = enabled;
    }

    @Override
    public String toString() {
        return protocol.getClass().getSimpleName() + " " + host + " to " + peer;
    }
}
