/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netty.buffer.Unpooled;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.Transport;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What every transport does, as checks that need no test framework.
 *
 * <p>Each check connects two protocols by what {@link Joining} gives it. Threading: the thread that runs the check is the
 * reactor's.
 */
public final class TransportContract implements Check.Contract {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MUCH = 3_000_000;

    private static final Set<String> WITHOUT_TLS =
            Set.of("deliversNothingAfterItWasAskedToClose", "holdsBackDataAndTheEndWhilePaused");
    private static final Set<String> WITH_TLS =
            Set.of("receivesUntilThePeerClosesAsWell", "holdsBackDataAndThePeersClosingWhilePaused");

    private final Reactor reactor;
    private final Joining joining;

    private TransportContract(Reactor reactor, Joining joining) {
        this.reactor = reactor;
        this.joining = joining;
    }

    /** Connects two protocols with each other. */
    @FunctionalInterface
    public interface Joining {
        /**
         * Connects them.
         *
         * @param reactor whose protocols they are
         * @param server has had no connection
         * @param client has had no connection
         * @throws Exception fails the check
         */
        void join(Reactor reactor, Protocol server, Protocol client) throws Exception;
    }

    /**
     * The checks for transports that close in order, half-close, reset and slow down as TCP does.
     *
     * @param reactors makes a reactor for each check; one that is AutoCloseable is closed after it
     * @param joining connects two protocols; both may be connected later, in a turn of the reactor
     * @return the checks
     */
    public static List<Check> checks(Callable<? extends Reactor> reactors, Joining joining) {
        return all(reactors, joining).stream()
                .filter(each -> !WITH_TLS.contains(each.name()))
                .toList();
    }

    /**
     * The checks for transports that speak TLS 1.3. They differ in one thing: a side that closes waits for the peer to
     * close as well, and delivers what the peer sends until then.
     *
     * @param reactors makes a reactor for each check; one that is AutoCloseable is closed after it
     * @param joining connects two protocols and lets them complete the handshake
     * @return the checks
     */
    public static List<Check> checksOverTls(Callable<? extends Reactor> reactors, Joining joining) {
        return all(reactors, joining).stream()
                .filter(each -> !WITHOUT_TLS.contains(each.name()))
                .toList();
    }

    private static List<Check> all(Callable<? extends Reactor> reactors, Joining joining) {
        return Check.of(TransportContract.class, () -> new TransportContract(reactors.call(), joining));
    }

    @Override
    public void over() throws Exception {
        if (reactor instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    private void connect(ContractProtocol server, ContractProtocol client) throws Exception {
        joining.join(reactor, server, client);
        await(server.made);
        await(client.made);
    }

    private <T extends @Nullable Object> T await(Deferred<T> deferred) throws Exception {
        return reactor.runUntil(deferred, LIMIT);
    }

    private void lostWith(String reason, ContractProtocol... protocols) throws Exception {
        for (ContractProtocol each : protocols) {
            await(each.lost);
            Check.equal(each.events.get(each.events.size() - 1), "lost " + reason, "last event of " + each.events);
            Check.that(!each.transport().isConnected(), "isConnected after connectionLost");
            Check.equal(
                    each.events.stream().filter(e -> e.startsWith("lost")).count(), 1L, "times lost of " + each.events);
            Check.that(each.events.stream().noneMatch(e -> e.startsWith("NESTED")), "nested: " + each.events);
        }
    }

    /** Lets everything happen that can happen now. */
    private void settle() {
        for (int i = 0; i < 20; i++) {
            reactor.iterate(Duration.ZERO);
        }
    }

    private static String pattern(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + i % 26));
        }
        return text.toString();
    }

    // ---- the checks

    @Spec({"TRN-001", "TRN-013", "TRN-014"})
    void deliversEveryKindOfWriteInOrder() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        Transport out = client.transport();
        byte[] reused = {'b'};
        out.write("a");
        out.write(reused);
        reused[0] = 'x';
        out.write(Unpooled.copiedBuffer("c", StandardCharsets.UTF_8));
        out.write("");
        out.writeSequence(List.of("d", new byte[] {'e'}, Unpooled.copiedBuffer("f", StandardCharsets.UTF_8)));
        Check.fails(IllegalArgumentException.class, () -> out.writeSequence(List.of("x", 1)));
        await(server.whenReceived(6));
        settle();
        Check.equal(server.received.toString(), "abcdef", "received");
        Check.equal(server.transport().getPeer(), out.getHost(), "the server's peer");
        Check.equal(out.getPeer(), server.transport().getHost(), "the client's peer");
        Check.that(out.reactor() == reactor, "reactor() is another one");
    }

    @Spec({"TRN-002", "TRN-005", "TRN-015", "TRN-021"})
    void sendsEverythingBeforeItCloses() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        String all = pattern(MUCH);
        client.enter("");
        client.transport().write(all);
        client.transport().loseConnection();
        client.transport().loseConnection();
        Check.that(client.transport().isDisconnecting(), "isDisconnecting");
        Check.that(client.transport().isConnected(), "isConnected before it is lost");
        client.leave();
        lostWith("ConnectionDone", client, server);
        Check.that(server.received.toString().equals(all), "received " + server.received.length() + " of " + MUCH);
        client.transport().loseConnection();
        client.transport().abortConnection();
        client.transport().write("ignored");
        settle();
        Check.equal(client.transport().getPeer().host(), "127.0.0.1", "getPeer after the end");
    }

    @Spec({"TRN-006", "TRN-018", "TRN-023"})
    void abortsAtOnceAndThePeerSeesAReset() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        client.enter("");
        client.transport().abortConnection();
        client.transport().write("never");
        client.transport().abortConnection();
        client.leave();
        lostWith("ConnectionAborted", client);
        lostWith("ConnectionLost", server);
        Check.equal(server.received.toString(), "", "received");
    }

    @Spec("TRN-023")
    void abortsAClosingThatCannotEnd() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        server.transport().pauseProducing();
        client.transport().write(pattern(20_000_000));
        client.transport().loseConnection();
        settle();
        Check.that(client.transport().isConnected(), "closed before everything was sent");
        client.transport().abortConnection();
        lostWith("ConnectionAborted", client);
    }

    @Spec({"TRN-007", "TRN-001"})
    void endsWithTheExceptionOfACallback() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        server.onData = self -> {
            self.transport().write("last words");
            throw new IllegalStateException("expected by a check");
        };
        client.transport().write("x");
        lostWith("IllegalStateException", server);
        lostWith("ConnectionDone", client);
        Check.equal(client.received.toString(), "last words", "received");
    }

    @Spec("TRN-021")
    void tellsTheReasonThatItWasGivenForTheEnd() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        server.onData = self -> {
            self.transport().write("last words");
            self.transport().loseConnection(new IllegalArgumentException("too much"));
            self.transport().loseConnection(new IllegalStateException("too late"));
        };
        client.transport().write("x");
        lostWith("IllegalArgumentException", server);
        lostWith("ConnectionDone", client);
        Check.equal(client.received.toString(), "last words", "received");
    }

    @Spec("TRN-020")
    void deliversNothingAfterItWasAskedToClose() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        server.onData = self -> self.transport().loseConnection();
        client.transport().write(pattern(1_000_000));
        client.transport().loseConnection();
        await(server.lost);
        Check.that(server.received.length() <= 65_536, "received " + server.received.length());
    }

    @Spec("TLS-009")
    void receivesUntilThePeerClosesAsWell() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        server.onData = self -> self.transport().loseConnection();
        client.transport().write(pattern(1_000_000));
        client.transport().loseConnection();
        lostWith("ConnectionDone", server, client);
        Check.equal(server.received.length(), 1_000_000, "bytes received");
    }

    @Spec({"TRN-031", "TRN-032"})
    void holdsBackDataAndTheEndWhilePaused() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        server.transport().pauseProducing();
        server.transport().pauseProducing();
        client.transport().write("abc");
        client.transport().loseConnection();
        lostWith("ConnectionDone", client);
        settle();
        Check.equal(server.events, List.of("made"), "events while paused");
        Check.equal(server.received.toString(), "", "received while paused");
        server.transport().resumeProducing();
        lostWith("ConnectionDone", server);
        Check.equal(server.received.toString(), "abc", "received");
        server.transport().resumeProducing();
    }

    @Spec({"TRN-031", "TRN-032", "TLS-008"})
    void holdsBackDataAndThePeersClosingWhilePaused() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        server.transport().pauseProducing();
        client.transport().write("abc");
        client.transport().loseConnection();
        settle();
        Check.equal(server.events, List.of("made"), "events while paused");
        Check.equal(server.received.toString(), "", "received while paused");
        Check.equal(client.events, List.of("made"), "the other side's events while paused");
        server.transport().resumeProducing();
        lostWith("ConnectionDone", server, client);
        Check.equal(server.received.toString(), "abc", "received");
    }

    @Spec("TRN-033")
    void doesNotReadOnAfterItWasAskedToClose() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        server.transport().pauseProducing();
        client.transport().write("abc");
        settle();
        server.transport().loseConnection();
        server.transport().resumeProducing();
        lostWith("ConnectionDone", server);
        Check.equal(server.received.toString(), "", "received");
    }

    /** A producer that notes its calls. */
    private static final class Noting implements PushProducer {
        final List<String> calls = new ArrayList<>();
        final Deferred<@Nullable Void> resumed = new Deferred<>();

        @Override
        public void pauseProducing() {
            calls.add("pause");
        }

        @Override
        public void resumeProducing() {
            calls.add("resume");
            resumed.callback(null);
        }

        @Override
        public void stopProducing() {
            calls.add("stop");
        }
    }

    @Spec({"PRD-001", "PRD-005", "PRD-006", "PRD-007", "PRD-008", "PRD-011"})
    void slowsAPushProducerDown() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        Noting producer = new Noting();
        Transport out = client.transport();
        out.registerProducer(producer);
        Check.fails(IllegalStateException.class, () -> out.registerProducer(new Noting()));
        Check.equal(producer.calls, List.of(), "calls at registration");
        server.transport().pauseProducing();
        out.write(pattern(20_000_000));
        out.write("more");
        Check.equal(producer.calls, List.of("pause"), "calls after much was written");
        settle();
        Check.equal(producer.calls, List.of("pause"), "calls while the peer does not read");
        server.transport().resumeProducing();
        await(producer.resumed);
        Check.equal(producer.calls, List.of("pause", "resume"), "calls after everything was sent");
        server.transport().abortConnection();
        await(client.lost);
        Check.equal(producer.calls, List.of("pause", "resume", "stop"), "calls after the end");
        Noting late = new Noting();
        out.registerProducer(late);
        Check.equal(late.calls, List.of("stop"), "calls of a producer registered after the end");
        out.unregisterProducer();
    }

    /** Writes numbers, one each time it is asked. */
    private static final class Counting implements PullProducer {
        private final Transport out;
        private final int last;
        private int next;
        boolean stopped;

        Counting(Transport out, int last) {
            this.out = out;
            this.last = last;
        }

        @Override
        public void resumeProducing() {
            out.write(next + " ");
            if (next++ == last) {
                out.unregisterProducer();
            }
        }

        @Override
        public void stopProducing() {
            stopped = true;
        }
    }

    @Spec("PRD-009")
    void pausesAProducerAgainThatWritesALotWhenItIsResumed() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        List<String> calls = new ArrayList<>();
        client.transport().registerProducer(new PushProducer() {
            @Override
            public void pauseProducing() {
                calls.add("pause");
            }

            @Override
            public void resumeProducing() {
                calls.add("resume");
                if (calls.size() < 5) {
                    client.transport().write(pattern(200_000));
                }
            }

            @Override
            public void stopProducing() {
                calls.add("stop");
            }
        });
        client.transport().write(pattern(200_000));
        await(server.whenReceived(600_000));
        settle();
        Check.equal(calls, List.of("pause", "resume", "pause", "resume", "pause", "resume"), "calls of the producer");
        client.transport().unregisterProducer();
        client.transport().loseConnection();
        lostWith("ConnectionDone", client, server);
    }

    @Spec("PRD-004")
    void asksAPullProducerThatWroteNothingOnlyAfterTheNextWrite() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        List<String> calls = new ArrayList<>();
        client.transport().registerProducer(new PullProducer() {
            @Override
            public void resumeProducing() {
                calls.add("resume");
            }

            @Override
            public void stopProducing() {
                calls.add("stop");
            }
        });
        settle();
        Check.equal(calls, List.of("resume"), "calls before a write");
        client.transport().write("x");
        await(server.whenReceived(1));
        settle();
        Check.equal(calls, List.of("resume", "resume"), "calls after it");
        client.transport().unregisterProducer();
        client.transport().loseConnection();
        lostWith("ConnectionDone", client, server);
    }

    @Spec({"PRD-003", "TRN-022"})
    void asksAPullProducerUntilItHasEndedAndThenCloses() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        Counting producer = new Counting(client.transport(), 99);
        client.transport().registerProducer(producer);
        Check.equal(producer.next, 1, "pieces at registration");
        client.transport().loseConnection();
        lostWith("ConnectionDone", client, server);
        Check.that(server.received.toString().endsWith(" 98 99 "), "received " + server.received);
        Check.that(!producer.stopped, "stopProducing after unregisterProducer");
    }

    @Spec({"PRD-012", "TRN-022"})
    void closesWhenItsOwnInputIsItsProducer() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        client.transport().registerProducer(client.transport());
        client.transport().write("x");
        client.transport().loseConnection();
        lostWith("ConnectionDone", client, server);
        Check.equal(server.received.toString(), "x", "received");
    }

    @Spec({"PRD-012", "PRO-035"})
    void isAProducerItself() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        client.transport().stopProducing();
        lostWith("ConnectionDone", client, server);
    }

    /** Notes half-closes. */
    private static final class Half extends ContractProtocol implements HalfCloseable {
        final Deferred<@Nullable Void> readLost = new Deferred<>();
        final Deferred<@Nullable Void> writeLost = new Deferred<>();

        @Override
        public void readConnectionLost() {
            enter("read lost");
            leave();
            readLost.callback(null);
        }

        @Override
        public void writeConnectionLost() {
            enter("write lost");
            leave();
            writeLost.callback(null);
        }
    }

    @Spec({"TRN-025", "TRN-026", "TRN-027", "TRN-030"})
    void closesOneDirectionAndThenTheOther() throws Exception {
        Half server = new Half();
        Half client = new Half();
        connect(server, client);
        TcpTransport tcp = client.transport().as(TcpTransport.class).orElseThrow();
        client.transport().write("request");
        client.enter("");
        tcp.loseWriteConnection();
        client.leave();
        await(client.writeLost);
        client.transport().write("never");
        await(server.readLost);
        Check.equal(server.received.toString(), "request", "received by the server");
        server.transport().write("answer");
        await(client.whenReceived(6));
        server.transport().as(TcpTransport.class).orElseThrow().loseWriteConnection();
        await(client.readLost);
        settle();
        Check.equal(client.events, List.of("made", "write lost", "read lost"), "the client's events");
        client.transport().loseConnection();
        server.transport().loseConnection();
        lostWith("ConnectionDone", client, server);
    }

    @Spec("TRN-028")
    void endsWhenThePeerClosesAfterWeHaveHalfClosed() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        client.transport().as(TcpTransport.class).orElseThrow().loseWriteConnection();
        lostWith("ConnectionDone", server, client);
    }

    @Spec("TRN-005")
    void lingersUntilThePeerHasReadTheLastWords() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        server.onData = self -> {
            self.transport().write("no");
            self.transport().loseConnection(LIMIT);
        };
        client.transport().write(pattern(MUCH));
        lostWith("ConnectionDone", client);
        Check.equal(client.received.toString(), "no", "received");
        lostWith("ConnectionDone", server);
    }

    @Spec({"TRN-036", "TRN-012"})
    void hasItsOptions() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        TcpTransport tcp = client.transport().as(TcpTransport.class).orElseThrow();
        Check.that(!tcp.getTcpNoDelay() && !tcp.getTcpKeepAlive(), "both are off at first");
        tcp.setTcpNoDelay(true);
        tcp.setTcpKeepAlive(true);
        Check.that(tcp.getTcpNoDelay() && tcp.getTcpKeepAlive(), "both are on");
        Check.that(client.transport().as(Runnable.class).isEmpty(), "a capability that nobody has");
    }

    @Spec("TRN-011")
    void tellsWhoeverWaitsForTheEnd() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        Deferred<Failure> early = client.whenConnectionLost();
        connect(server, client);
        Deferred<Failure> twice = client.whenConnectionLost();
        client.transport().loseConnection();
        Check.that(await(early) == await(twice), "another reason");
        Check.that(await(client.whenConnectionLost()) != null, "no reason after the end");
    }

    @Spec("FAC-001")
    void putsAnotherProtocolInPlace() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        connect(server, client);
        ContractProtocol next = new ContractProtocol();
        server.onData = self -> self.transport().switchProtocol(next);
        client.transport().write("first");
        await(server.whenReceived(1));
        await(next.made);
        client.transport().write("second");
        await(next.whenReceived(11));
        Check.equal(next.received.toString(), "firstsecond", "received; what was not read goes to the next protocol");
        client.transport().loseConnection();
        lostWith("ConnectionDone", next);
        Check.equal(server.events, List.of("made"), "events of the protocol replaced");
        Check.fails(IllegalStateException.class, () -> next.makeConnection(client.transport()));
    }
}
