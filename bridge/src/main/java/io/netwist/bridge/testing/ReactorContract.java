/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.Connector;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.ReactorCore.Phase;
import io.netwist.bridge.ReactorCore.Trigger;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.bridge.error.ConnectingStoppedException;
import io.netwist.bridge.error.ConnectionRefusedException;
import io.netwist.bridge.error.NotConnectingException;
import io.netwist.bridge.error.ReactorAlreadyRunning;
import io.netwist.bridge.error.ReactorNotRestartable;
import io.netwist.bridge.error.ReactorNotRunning;
import io.netwist.deferred.ContextCarrier;
import io.netwist.deferred.Contexts;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.DeferredTimeoutException;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import io.netwist.deferred.time.Action;
import io.netwist.deferred.time.AlreadyCalled;
import io.netwist.deferred.time.AlreadyCancelled;
import io.netwist.deferred.time.DelayedCall;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What every reactor does, as checks that need no test framework.
 *
 * <p>Threading: the thread that runs a check is the reactor's.
 */
public final class ReactorContract implements Check.Contract {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final ListenOptions LOCAL = ListenOptions.defaults().withInterface("127.0.0.1");

    private final Reactor reactor;
    private final List<String> events = new ArrayList<>();

    private ReactorContract(Reactor reactor) {
        this.reactor = reactor;
    }

    /**
     * The checks for a reactor that can be run and stopped.
     *
     * @param reactors makes one for each check, of the calling thread; one that is AutoCloseable is closed after it
     * @return the checks
     */
    public static List<Check> checks(Callable<? extends Reactor> reactors) {
        return Check.of(ReactorContract.class, () -> new ReactorContract(reactors.call()));
    }

    @Override
    public void over() throws Exception {
        if (reactor instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    private <T extends @Nullable Object> T await(Deferred<T> deferred) throws Exception {
        return reactor.runUntil(deferred, LIMIT);
    }

    private void note(String event) {
        events.add(event + (reactor.isRunning() ? " running" : ""));
    }

    private void trigger(Phase phase, String event) {
        reactor.addSystemEventTrigger(phase, event, () -> {
            note(phase + " " + event);
            return null;
        });
    }

    // ---- running and stopping

    @Spec({"RCT-001", "RCT-002", "RCT-004", "RCT-006", "RCT-007"})
    void startsAndStopsInThreePhasesEach() {
        for (String event : List.of("shutdown", "startup")) {
            trigger(Phase.AFTER, event);
            trigger(Phase.DURING, event);
            trigger(Phase.BEFORE, event);
        }
        reactor.callWhenRunning(() -> {
            note("hook");
            reactor.stop();
            note("asked");
        });
        reactor.run();
        Check.equal(
                events,
                List.of(
                        "BEFORE startup",
                        "DURING startup running",
                        "AFTER startup running",
                        "hook running",
                        "asked running",
                        "BEFORE shutdown running",
                        "DURING shutdown",
                        "AFTER shutdown"),
                "events");
        Check.fails(ReactorNotRestartable.class, reactor::run);
    }

    @Spec({"RCT-003", "RCT-008", "RCT-009"})
    void waitsForWhatHappensBeforeAnEvent() {
        Deferred<@Nullable Void> ready = new Deferred<>();
        reactor.addSystemEventTrigger(Phase.BEFORE, "startup", () -> ready);
        reactor.callLater(SHORT, () -> {
            note("timer");
            ready.callback(null);
        });
        trigger(Phase.AFTER, "startup");
        reactor.callWhenRunning(reactor::stop);
        reactor.addSystemEventTrigger(Phase.BEFORE, "shutdown", () -> {
            Deferred<@Nullable Void> drained = new Deferred<>();
            reactor.callLater(SHORT, () -> {
                note("drained");
                drained.errback(new IOException("expected by a check"));
            });
            return drained;
        });
        trigger(Phase.DURING, "shutdown");
        reactor.run();
        Check.equal(events, List.of("timer", "AFTER startup running", "drained running", "DURING shutdown"), "events");
    }

    @Spec({"RCT-011", "RCT-013", "RCT-014", "RCT-016", "RCT-017"})
    void firesEventsOfAnyNameAndTakesTriggersBack() {
        Trigger removed = reactor.addSystemEventTrigger(Phase.BEFORE, "lunch", () -> {
            events.add("removed");
            return null;
        });
        Check.that(reactor.removeSystemEventTrigger(removed), "a trigger that has not run");
        Check.fails(IllegalArgumentException.class, () -> reactor.removeSystemEventTrigger(removed));
        reactor.addSystemEventTrigger(Phase.BEFORE, "lunch", () -> {
            throw new IOException("expected by a check");
        });
        List<Trigger> later = new ArrayList<>();
        reactor.addSystemEventTrigger(Phase.BEFORE, "lunch", () -> {
            reactor.removeSystemEventTrigger(later.get(0));
            return null;
        });
        later.add(reactor.addSystemEventTrigger(Phase.DURING, "lunch", () -> {
            events.add("removed meanwhile");
            return null;
        }));
        trigger(Phase.AFTER, "lunch");
        reactor.fireSystemEvent("nothing");
        reactor.fireSystemEvent("lunch");
        reactor.fireSystemEvent("lunch");
        Check.equal(events, List.of("AFTER lunch"), "events");
    }

    @Spec({"RCT-005", "RCT-020", "RCT-022"})
    void refusesToRunOrStopAtTheWrongTime() {
        Check.fails(ReactorNotRunning.class, reactor::stop);
        reactor.callWhenRunning(() -> {
            Check.fails(ReactorAlreadyRunning.class, reactor::run);
            Check.fails(IllegalStateException.class, () -> reactor.iterate(Duration.ZERO));
            Check.fails(IllegalStateException.class, () -> reactor.runUntil(new Deferred<>(), LIMIT));
            events.add("refused");
            reactor.stop();
            Check.fails(ReactorNotRunning.class, reactor::stop);
            events.add("refused twice");
        });
        reactor.run();
        Check.equal(events, List.of("refused", "refused twice"), "events");
    }

    @Spec({"RCT-010", "RCT-018", "RCT-019"})
    void losesWhatIsOpenWhenItStops() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        ListeningPort port = reactor.listenTCP(0, peer -> server, LOCAL);
        reactor.connectTCP("127.0.0.1", port.getHost().port(), peer -> client);
        await(server.made);
        await(client.made);
        reactor.addSystemEventTrigger(Phase.BEFORE, "shutdown", () -> {
            Check.that(client.transport().isConnected(), "lost before the shutdown");
            return null;
        });
        reactor.addSystemEventTrigger(Phase.DURING, "shutdown", () -> {
            events.addAll(client.events);
            events.addAll(server.events);
            return null;
        });
        reactor.callFromThread(reactor::stop);
        reactor.run();
        Check.equal(events, List.of("made", "lost ConnectionLost", "made", "lost ConnectionLost"), "events");
    }

    @Spec("RCT-021")
    void leavesTheLoopAndComesBack() throws Exception {
        Check.fails(ReactorNotRunning.class, reactor::crash);
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        ListeningPort port = reactor.listenTCP(0, peer -> server, LOCAL);
        reactor.connectTCP("127.0.0.1", port.getHost().port(), peer -> client);
        await(server.made);
        await(client.made);
        trigger(Phase.BEFORE, "shutdown");
        reactor.callFromThread(() -> {
            reactor.callLater(SHORT, () -> events.add("later"));
            reactor.crash();
            note("crashed");
        });
        reactor.run();
        Check.equal(events, List.of("crashed"), "events");
        Check.that(!reactor.isRunning(), "isRunning after crash()");
        Check.that(client.transport().isConnected() && server.transport().isConnected(), "the connection was lost");
        reactor.callWhenRunning(() -> note("again"));
        client.transport().write("x");
        await(server.whenReceived(1));
        Check.equal(events.subList(0, 2), List.of("crashed", "again running"), "events");
        reactor.callLater(SHORT.multipliedBy(2), reactor::stop);
        reactor.run();
        Check.equal(
                events, List.of("crashed", "again running", "later", "BEFORE shutdown running"), "events at the end");
    }

    @Spec("RCT-023")
    void doesOneThingAfterAnotherInATurn() throws Exception {
        ContractProtocol server = new ContractProtocol();
        ContractProtocol client = new ContractProtocol();
        ListeningPort port = reactor.listenTCP(0, peer -> server, LOCAL);
        reactor.connectTCP("127.0.0.1", port.getHost().port(), peer -> client);
        await(server.made);
        await(client.made);
        server.onData = self -> events.add("data");
        reactor.addSystemEventTrigger(Phase.BEFORE, "shutdown", () -> {
            events.add("shutdown");
            return server.whenReceived(1);
        });
        client.transport().write("x");
        reactor.stop();
        reactor.callLater(Duration.ZERO, () -> events.add("timer"));
        reactor.callFromThread(() -> events.add("call"));
        reactor.run();
        Check.equal(events, List.of("call", "timer", "shutdown", "data"), "events");
    }

    @Spec("RCT-012")
    void refusesATriggerThatIsNone() {
        Check.fails(NullPointerException.class, () -> reactor.addSystemEventTrigger(Phase.BEFORE, "lunch", nothing()));
        Check.fails(NullPointerException.class, () -> reactor.addSystemEventTrigger(nothing(), "lunch", () -> null));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without such checks would pass
    private static <T> T nothing() {
        return null;
    }

    @Spec("RCT-022")
    void doesOneTurnAtATime() {
        reactor.callFromThread(() -> {
            events.add("first");
            reactor.callFromThread(() -> events.add("second"));
        });
        Check.equal(events, List.of(), "events before a turn");
        reactor.iterate(Duration.ZERO);
        Check.equal(events, List.of("first"), "events after one turn");
        reactor.iterate(Duration.ZERO);
        Check.equal(events, List.of("first", "second"), "events after two turns");
    }

    @Spec("RCT-042")
    void runsUntilADeferredHasAResult() throws Exception {
        Deferred<String> later = new Deferred<>();
        reactor.callLater(SHORT, () -> later.callback("x"));
        Check.equal(await(later), "x", "result");
        IOException expected = new IOException("expected by a check");
        try {
            await(Deferred.fail(expected));
            Check.that(false, "nothing was thrown");
        } catch (IOException e) {
            Check.that(e == expected, "another exception: " + e);
        }
        Check.fails(DeferredTimeoutException.class, () -> reactor.runUntil(new Deferred<>(), SHORT));
    }

    // ---- time

    @Spec({"RCT-028", "RCT-029", "RCT-030", "RCT-034"})
    void callsLaterInTheOrderOfTimeAndThenOfAsking() throws Exception {
        Deferred<@Nullable Void> done = new Deferred<>();
        // Asked for first and due last, by so much that a busy machine does not pass it while the others are asked for.
        Duration last = Duration.ofMillis(500);
        reactor.callLater(last, () -> events.add("last"));
        for (int i = 0; i < 3; i++) {
            int number = i;
            reactor.callLater(Duration.ZERO, () -> events.add("0 " + number));
        }
        reactor.callLater(SHORT, () -> {
            events.add("5");
            throw new IOException("expected by a check");
        });
        reactor.callLater(last, () -> done.callback(null));
        Check.fails(IllegalArgumentException.class, () -> reactor.callLater(Duration.ofNanos(-1), () -> {}));
        Check.equal(events, List.of(), "events on the caller's stack");
        Check.equal(reactor.getDelayedCalls().size(), 6, "calls to come");
        await(done);
        Check.equal(events, List.of("0 0", "0 1", "0 2", "5", "last"), "events");
    }

    @Spec({"RCT-031", "RCT-032", "RCT-033", "RCT-034", "RCT-035"})
    void movesAndCancelsCalls() throws Exception {
        DelayedCall cancelled = reactor.callLater(Duration.ZERO, () -> events.add("cancelled"));
        cancelled.cancel();
        Check.that(!cancelled.active(), "active after cancel");
        Check.fails(AlreadyCancelled.class, cancelled::cancel);
        Deferred<@Nullable Void> done = new Deferred<>();
        DelayedCall[] earlier = new DelayedCall[1];
        earlier[0] = reactor.callLater(Duration.ofHours(1), () -> {
            Check.that(!earlier[0].active(), "active inside its own call");
            Check.fails(AlreadyCalled.class, () -> earlier[0].cancel());
            events.add("earlier");
            done.callback(null);
        });
        long planned = earlier[0].getTime();
        earlier[0].delay(Duration.ofSeconds(1));
        Check.equal(earlier[0].getTime() - planned, 1_000_000_000L, "moved by");
        earlier[0].reset(Duration.ZERO);
        Check.equal(reactor.getDelayedCalls(), List.of(earlier[0]), "calls to come");
        await(done);
        Check.equal(events, List.of("earlier"), "events");
        Check.equal(reactor.getDelayedCalls(), List.of(), "calls to come");
    }

    @Spec({"RCT-026", "RCT-028"})
    void isNotStarvedByCallsThatAskForMore() throws Exception {
        int[] count = {0};
        boolean[] over = {false};
        reactor.callFromThread(new Action() {
            @Override
            public void run() {
                count[0]++;
                if (!over[0]) {
                    reactor.callFromThread(this);
                }
            }
        });
        Deferred<@Nullable Void> timer = new Deferred<>();
        reactor.callLater(Duration.ZERO, () -> timer.callback(null));
        await(timer);
        over[0] = true;
        reactor.iterate(Duration.ZERO);
        Check.that(count[0] > 0, "the call never ran");
    }

    // ---- threads

    @Spec({"RCT-024", "RCT-025", "RCT-027"})
    void runsCallsFromThreadsInOrderAndNeverInline() throws Exception {
        Thread other = new Thread(() -> {
            for (int i = 0; i < 1000; i++) {
                String number = Integer.toString(i);
                reactor.callFromThread(() -> {
                    events.add(number);
                    if (number.equals("500")) {
                        throw new IOException("expected by a check");
                    }
                });
            }
        });
        other.start();
        other.join();
        reactor.execute(() -> events.add("last"));
        Check.equal(events, List.of(), "events before a turn");
        reactor.iterate(Duration.ZERO);
        Check.equal(events.size(), 1001, "calls");
        Check.equal(events.get(999), "999", "the last of the thread");
        Check.equal(events.get(1000), "last", "the last");
    }

    @Spec({"RCT-042", "RCT-043"})
    void computesOnThePool() throws Exception {
        reactor.suggestThreadPoolSize(2);
        Check.equal(await(reactor.deferToThread(() -> "x")), "x", "result");
        Check.fails(
                IOException.class,
                () -> await(reactor.deferToThread(() -> {
                    throw new IOException("expected by a check");
                })));
        Check.fails(IllegalArgumentException.class, () -> reactor.suggestThreadPoolSize(0));
        Check.that(reactor.inReactorThread(), "inReactorThread");
        Check.fails(
                IllegalStateException.class, () -> reactor.blockingCallFromThread(() -> Deferred.succeed("deadlock")));
    }

    /** A carrier of one value, as programs install for a request's id. */
    @Spec({"POO-005", "COR-017"})
    void carriesTheContextToTimersAndThreads() throws Exception {
        ThreadLocal<@Nullable String> context = new ThreadLocal<>();
        Contexts.install(new ContextCarrier() {
            @Override
            public @Nullable Object capture() {
                return context.get();
            }

            @Override
            public void restore(@Nullable Object snapshot) {
                context.set((String) snapshot);
            }
        });
        try {
            context.set("request 1");
            Deferred<String> inPool = reactor.deferToThread(() -> "pool " + context.get());
            Deferred<String> later = reactor.deferLater(SHORT, () -> "timer " + context.get());
            Deferred<String> queued = new Deferred<>();
            reactor.callFromThread(() -> queued.callback("call " + context.get()));
            Deferred<String> fromPool = new Deferred<>();
            reactor.callInThread(() -> reactor.callFromThread(() -> fromPool.callback("back " + context.get())));
            context.set("request 2");
            Check.equal(await(inPool), "pool request 1", "in the pool");
            Check.equal(await(later), "timer request 1", "in a timer");
            Check.equal(await(queued), "call request 1", "in a call");
            Check.equal(await(fromPool), "back request 1", "in a call from the pool");
            Check.equal(context.get(), "request 2", "afterwards");
        } finally {
            Contexts.install(null);
        }
    }

    @Spec("RCT-042")
    void answersOtherThreads() throws Exception {
        CompletableFuture<String> good = reactor.submit(() -> reactor.deferLater(SHORT, () -> "x"));
        CompletableFuture<String> bad = reactor.submit(() -> {
            throw new IOException("expected by a check");
        });
        Deferred<String> never = new Deferred<>(self -> events.add("cancelled"));
        CompletableFuture<String> cancelled = reactor.submit(() -> never);
        reactor.iterate(Duration.ZERO);
        cancelled.cancel(true);
        await(reactor.deferLater(Duration.ofMillis(50), () -> "later"));
        Check.equal(good.get(), "x", "result");
        Check.that(bad.isCompletedExceptionally(), "a failure");
        Check.equal(events, List.of("cancelled"), "events");
    }

    // ---- TCP

    /** Counts its starts and stops. */
    private class Noting implements ClientFactory<Protocol> {
        @Override
        public @Nullable Protocol buildProtocol(Address peer) {
            events.add("build");
            return new BaseProtocol() {};
        }

        @Override
        public void startFactory() {
            events.add("start");
        }

        @Override
        public void stopFactory() {
            events.add("stop");
        }

        @Override
        public void startedConnecting(Connector connector) {
            events.add("connecting");
        }

        @Override
        public void clientConnectionFailed(Connector connector, Failure reason) {
            events.add("failed " + reason.value().getClass().getSimpleName());
        }

        @Override
        public void clientConnectionLost(Connector connector, Failure reason) {
            events.add("lost " + reason.value().getClass().getSimpleName());
        }
    }

    @Spec({"FAC-005", "TRN-038", "TRN-041", "TRN-042", "ERR-013"})
    void listensAndStopsListening() throws Exception {
        Noting factory = new Noting();
        ListeningPort port = reactor.listenTCP(0, factory, LOCAL);
        int number = port.getHost().port();
        Check.that(number > 0, "port 0");
        Check.fails(CannotListenException.class, () -> reactor.listenTCP(number, new Noting(), LOCAL));
        Check.fails(IllegalStateException.class, port::startListening);
        ListeningPort second = reactor.listenTCP(0, factory, LOCAL);
        Check.equal(events, List.of("start"), "events with two ports");
        await(port.stopListening());
        await(port.stopListening());
        Check.equal(events, List.of("start"), "events with one port left");
        await(second.stopListening());
        Check.equal(events, List.of("start", "stop"), "events with none left");
        port.startListening();
        await(port.stopListening());
        Check.equal(events, List.of("start", "stop", "start", "stop"), "events after another start");
    }

    @Spec({"FAC-009", "FAC-010", "FAC-012", "ERR-004"})
    void tellsAFactoryThatNobodyListens() throws Exception {
        ListeningPort port = reactor.listenTCP(0, peer -> null, LOCAL);
        int number = port.getHost().port();
        await(port.stopListening());
        Deferred<Failure> failed = new Deferred<>();
        Connector connector = reactor.connectTCP("127.0.0.1", number, new Noting() {
            @Override
            public void clientConnectionFailed(Connector same, Failure reason) {
                super.clientConnectionFailed(same, reason);
                failed.callbackValue(reason);
            }
        });
        Check.equal(events, List.of("start", "connecting"), "events on the caller's stack");
        Check.that(await(failed).value() instanceof ConnectionRefusedException, "another reason");
        Check.equal(events.get(2), "failed ConnectionRefusedException", "event");
        reactor.iterate(Duration.ZERO);
        Check.equal(events.get(3), "stop", "last event of " + events);
        Check.fails(NotConnectingException.class, connector::stopConnecting);
    }

    @Spec({"FAC-015", "FAC-016", "ERR-007"})
    void stopsConnectingOnTheCallersStack() {
        Connector connector = reactor.connectTCP("127.0.0.1", 9, new Noting());
        Check.fails(IllegalStateException.class, connector::connect);
        connector.disconnect();
        Check.equal(
                events,
                List.of("start", "connecting", "failed " + ConnectingStoppedException.class.getSimpleName(), "stop"),
                "events");
        connector.disconnect();
    }

    @Spec({"FAC-011", "FAC-013", "FAC-014"})
    void reconnectsFromWithinTheLoss() throws Exception {
        List<ContractProtocol> servers = new ArrayList<>();
        ListeningPort port = reactor.listenTCP(
                0,
                peer -> {
                    servers.add(new ContractProtocol());
                    return servers.get(servers.size() - 1);
                },
                LOCAL);
        List<ContractProtocol> clients = new ArrayList<>();
        Deferred<@Nullable Void> second = new Deferred<>();
        reactor.connectTCP("127.0.0.1", port.getHost().port(), new Noting() {
            @Override
            public Protocol buildProtocol(Address peer) {
                events.add("build");
                ContractProtocol built = new ContractProtocol();
                clients.add(built);
                built.made.onSuccess(made -> {
                    if (clients.size() == 2) {
                        second.callback(null);
                    } else {
                        built.transport().loseConnection();
                    }
                });
                return built;
            }

            @Override
            public void clientConnectionLost(Connector connector, Failure reason) {
                events.add("protocol " + clients.get(0).events.get(1));
                super.clientConnectionLost(connector, reason);
                if (clients.size() == 1) {
                    connector.connect();
                }
            }
        });
        await(second);
        Check.equal(
                events,
                List.of(
                        "start",
                        "connecting",
                        "build",
                        "protocol lost ConnectionDone",
                        "lost ConnectionDone",
                        "connecting",
                        "build"),
                "events");
        await(port.stopListening());
    }

    @Spec({"FAC-003", "TRN-009"})
    void closesAConnectionThatTheFactoryRefuses() throws Exception {
        int[] calls = {0};
        ListeningPort port = reactor.listenTCP(
                0,
                peer -> {
                    if (calls[0]++ == 0) {
                        throw new IOException("expected by a check");
                    }
                    return null;
                },
                LOCAL);
        for (int i = 0; i < 2; i++) {
            ContractProtocol client = new ContractProtocol();
            reactor.connectTCP("127.0.0.1", port.getHost().port(), peer -> client);
            await(client.lost);
        }
        Check.equal(calls[0], 2, "calls of buildProtocol");
        await(port.stopListening());
    }
}
