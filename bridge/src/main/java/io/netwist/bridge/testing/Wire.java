/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netwist.bridge.Protocol;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.TestClock;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins two protocols in memory: what one writes the other receives, when the test turns the pump.
 *
 * <pre>{@code
 * Wire wire = Wire.connect(new EchoServer(), client);
 * client.say("hello");
 * wire.flush();
 * }</pre>
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>Closing, half-closing, resetting, pausing and producers are those of a TCP connection; an exception out of a
 *       protocol is logged and ends its connection.
 *   <li>Nothing is delivered on the stack of a write: bytes move in {@link #pump()}, {@link #flush()} and in the turns of
 *       the {@link #reactor()}.
 *   <li>An end that is paused takes in 128 KiB and then nothing, so the other end's producer is slowed down.
 * </ul>
 *
 * <p>Source: {@code twisted.test.iosim} and {@code twisted.protocols.loopback}.
 */
public final class Wire {

    private static final int ROUNDS = 1000;

    private final MemoryReactor reactor;
    private final MemoryTransport server;
    private final MemoryTransport client;
    private @Nullable Chunkings cutting;
    private boolean joining;

    Wire(MemoryReactor reactor, Protocol server, Protocol client, Address serverHost, Address clientHost) {
        this.reactor = reactor;
        this.server = new MemoryTransport(this, reactor, serverHost, clientHost, server);
        this.client = new MemoryTransport(this, reactor, clientHost, serverHost, client);
        this.server.join(this.client);
        this.client.join(this.server);
        reactor.opened(this);
    }

    /**
     * Joins two protocols on a reactor of their own. {@code connectionMade} is called on the client and then on the
     * server before this returns.
     *
     * @param server one that has had no connection
     * @param client another one
     * @return the wire between them
     */
    public static Wire connect(Protocol server, Protocol client) {
        MemoryReactor reactor = new MemoryReactor();
        Wire wire = new Wire(
                reactor,
                server,
                client,
                new TcpAddress("127.0.0.1", reactor.freePort()),
                new TcpAddress("127.0.0.1", reactor.freePort()));
        wire.client.begin();
        wire.server.begin();
        return wire;
    }

    /**
     * The server's transport.
     *
     * @return its end of the wire
     */
    public Transport server() {
        return server;
    }

    /**
     * The client's transport.
     *
     * @return its end of the wire
     */
    public Transport client() {
        return client;
    }

    MemoryTransport serverEnd() {
        return server;
    }

    MemoryTransport clientEnd() {
        return client;
    }

    /**
     * The reactor of both protocols.
     *
     * @return driven by this wire's methods too
     */
    public MemoryReactor reactor() {
        return reactor;
    }

    /**
     * The clock of both protocols.
     *
     * @return the clock to turn by hand
     */
    public TestClock clock() {
        return reactor.clock();
    }

    /**
     * Delivers in pieces of another size than they were written in.
     *
     * @param chunking how each piece is cut
     * @return this
     */
    public Wire cutting(Chunkings chunking) {
        cutting = chunking;
        return this;
    }

    /**
     * Delivers everything that has come in one piece, instead of piece by piece as it was written.
     *
     * @return this
     */
    public Wire joining() {
        joining = true;
        return this;
    }

    /** Takes the next piece to deliver; {@code next} has been taken from {@code rest}. */
    byte[] pieceOf(byte[] next, ArrayDeque<Object> rest) {
        byte[] piece = next;
        if (joining) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(next);
            while (rest.peek() instanceof byte[] more) {
                all.writeBytes(more);
                rest.remove();
            }
            piece = all.toByteArray();
        }
        if (cutting != null) {
            List<byte[]> pieces = cutting.cut(piece);
            byte[] first = pieces.get(0);
            if (first.length < piece.length) {
                rest.addFirst(Arrays.copyOfRange(piece, first.length, piece.length));
            }
            return first;
        }
        return piece;
    }

    /**
     * Turns the pump once: calls from threads, timers that are due, then each end sends and receives one piece.
     *
     * @return whether anything moved
     */
    public boolean pump() {
        return reactor.pump();
    }

    /**
     * Turns the pump until nothing moves.
     *
     * @throws IllegalStateException if something still moves after 1000 rounds
     */
    public void flush() {
        for (int round = 0; round < ROUNDS; round++) {
            if (!pump()) {
                return;
            }
        }
        throw new IllegalStateException("the protocols still talk after " + ROUNDS + " rounds");
    }

    /**
     * Moves the clock and then turns the pump until nothing moves.
     *
     * @param amount how far
     */
    public void advance(Duration amount) {
        flush();
        reactor.clock().advance(amount);
        flush();
    }

    /** Breaks the connection: both ends are lost with {@code ConnectionLost} in the next round. */
    public void sever() {
        server.end(new ConnectionLost("Connection to " + server.getPeer() + " was lost: the wire was severed", null));
        client.end(new ConnectionLost("Connection to " + client.getPeer() + " was lost: the wire was severed", null));
    }

    /**
     * Tells when both protocols have heard of the end.
     *
     * @return fired with null
     */
    public Deferred<@Nullable Void> whenClosed() {
        Deferred<@Nullable Void> closed = new Deferred<>();
        server.whenConnectionLost()
                .onSuccess(first -> client.whenConnectionLost().onSuccess(second -> closed.callback(null)));
        return closed;
    }

    /** Lets both ends do what they can; returns whether anything moved. */
    boolean turn() {
        boolean moved = client.turn();
        moved |= server.turn();
        return moved;
    }

    boolean isOver() {
        return !server.isConnected() && !client.isConnected();
    }

    void reactorStopped() {
        server.reactorStopped();
        client.reactorStopped();
    }

    @Override
    public String toString() {
        return "wire " + client.getHost() + " to " + server.getHost();
    }
}
