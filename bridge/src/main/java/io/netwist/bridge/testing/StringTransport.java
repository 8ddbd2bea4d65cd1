/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.TestClock;
import io.netwist.deferred.time.Action;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
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
public final class StringTransport extends MemoryEnd {

    private static final TcpAddress HOST = new TcpAddress("10.0.0.1", 12345);
    private static final TcpAddress PEER = new TcpAddress("192.168.1.1", 54321);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    /** What was delivered while reading is paused, or during another delivery. */
    private final ArrayDeque<byte[]> held = new ArrayDeque<>();

    private boolean delivering;
    private boolean paused;
    private boolean disconnecting;
    private boolean aborted;
    private boolean writeClosed;

    /** Why the protocol asked for the end, if it said. */
    private @Nullable Throwable closeReason;

    /** Set by {@link #disconnect}. */
    private @Nullable Failure reason;

    StringTransport(MemoryReactor reactor, Address host, Address peer, Protocol protocol) {
        super(reactor, host, peer, protocol);
    }

    /**
     * Why the protocol asked for the end.
     *
     * @return what it gave to {@code loseConnection}; null if it gave nothing
     */
    public @Nullable Throwable closeReason() {
        return closeReason;
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
                letOut(() -> lend(next, held));
            }
            if (disconnecting) {
                held.clear();
            }
        } finally {
            delivering = false;
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
        stopProducers();
        letOut(() -> protocol.connectionLost(failure));
        fireLost(failure);
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

    // ---- MemoryEnd

    @Override
    void call(Action action) {
        letOut(action);
    }

    @Override
    boolean isDelivering() {
        return delivering;
    }

    @Override
    @Nullable
    Failure reason() {
        return reason;
    }

    @Override
    boolean isOver() {
        return reason != null;
    }

    @Override
    void registered() {}

    // ---- Transport

    @Override
    public void write(byte[] data) {
        if (reason == null && !aborted && !writeClosed && (!disconnecting || hasProducer())) {
            written.writeBytes(data);
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
    public void loseConnection() {
        disconnecting = true;
        paused = false;
    }

    @Override
    public void loseConnection(Throwable why) {
        if (!disconnecting) {
            closeReason = why;
        }
        loseConnection();
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
    public boolean isDisconnecting() {
        return disconnecting;
    }

    @Override
    public void switchProtocol(Protocol next) {
        replace(next, held);
        deliverHeld();
    }

    @Override
    public void loseWriteConnection() {
        writeClosed = true;
    }
}
