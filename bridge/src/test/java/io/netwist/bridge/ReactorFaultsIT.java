/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import static io.netwist.bridge.FaultCast.connect;
import static io.netwist.bridge.FaultScene.LOCAL;
import static io.netwist.bridge.FaultScene.LOCALHOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBufAllocator;
import io.netwist.bridge.FaultCast.Companion;
import io.netwist.bridge.FaultCast.Faulty;
import io.netwist.bridge.FaultCast.FaultyFactory;
import io.netwist.bridge.FaultCast.Sleeping;
import io.netwist.bridge.FaultCast.Step;
import io.netwist.bridge.FaultScene.Ground;
import io.netwist.bridge.ReactorCore.Phase;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.endpoint.Endpoints;
import io.netwist.bridge.endpoint.HaproxyServerEndpoint;
import io.netwist.bridge.endpoint.HostnameEndpoint;
import io.netwist.bridge.endpoint.TcpClientEndpoint;
import io.netwist.bridge.endpoint.TcpServerEndpoint;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.testing.MemoryReactor;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.WrongReactorThreadException;
import io.netwist.deferred.task.LoopingCall;
import io.netwist.deferred.testing.Spec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reactor's own callbacks, resolvers, and what stands behind endpoints throw: see {@link FaultInjectionIT}. */
class ReactorFaultsIT {

    private static final String GROUNDS = "io.netwist.bridge.FaultScene#grounds";

    // ---- the reactor's own callbacks

    @ParameterizedTest
    @MethodSource(GROUNDS)
    @Spec({"RCT-027", "RCT-030", "RCT-042"})
    void timersAndCallsThrow(Ground ground) throws Exception {
        try (FaultScene scene = ground.open()) {
            Reactor reactor = scene.reactor;
            Deferred<String> last = new Deferred<>();
            reactor.callLater(Duration.ofMillis(1), scene::fault);
            reactor.callLater(Duration.ofMillis(1), scene::fault);
            reactor.callLater(Duration.ofMillis(2), () -> last.callback("last"));
            reactor.callFromThread(scene::fault);
            reactor.execute(scene::fault);
            reactor.callWhenRunning(scene::fault);
            scene.await(last);
            reactor.callWhenRunning(scene::fault);

            reactor.callInThread(scene::fault);
            scene.awaitFault(reactor.deferToThread(() -> {
                throw scene.fault();
            }));
            scene.awaitFault(reactor.deferLater(Duration.ofMillis(1), () -> {
                throw scene.fault();
            }));
            scene.awaitFault(LoopingCall.of(reactor, scene::fault).start(Duration.ofMillis(1)));
            CompletableFuture<String> submitted = reactor.submit(() -> {
                throw scene.fault();
            });
            CompletableFuture<String> failing = reactor.submit(() -> reactor.deferToThread(() -> {
                throw scene.fault();
            }));
            scene.until(() -> submitted.isDone() && failing.isDone());
            scene.given(catchThrowable(submitted::get));
            scene.given(catchThrowable(failing::get));
            scene.survived(12);
        }
    }

    @ParameterizedTest
    @MethodSource(GROUNDS)
    @Spec({"RCT-009", "RCT-011"})
    void triggersThrow(Ground ground) throws Exception {
        List<String> calls = new ArrayList<>();
        try (FaultScene scene = ground.open()) {
            Reactor reactor = scene.reactor;
            for (String event : List.of("startup", "shutdown", "lunch")) {
                for (Phase phase : Phase.values()) {
                    reactor.addSystemEventTrigger(phase, event, () -> {
                        throw scene.fault();
                    });
                    reactor.addSystemEventTrigger(phase, event, () -> {
                        calls.add(phase + " " + event);
                        return null;
                    });
                }
                reactor.addSystemEventTrigger(
                        Phase.BEFORE,
                        event,
                        () -> reactor.deferLater(Duration.ofMillis(1), () -> {
                            throw scene.fault();
                        }));
            }
            Deferred<Failure> lost = new Deferred<>();
            BaseProtocol open = new BaseProtocol() {
                @Override
                public void connectionMade() {
                    reactor.addSystemEventTrigger(Phase.AFTER, "lunch", () -> {
                        reactor.callLater(Duration.ZERO, reactor::stop);
                        return null;
                    });
                    reactor.fireSystemEvent("lunch");
                }

                @Override
                public void connectionLost(Failure reason) {
                    lost.callbackValue(reason);
                    scene.fault();
                }
            };
            reactor.callWhenRunning(() -> {
                // The sweep at the end meets a factory and two protocols that throw, too.
                ListeningPort port = reactor.listenTCP(0, new FaultyFactory(scene, "stop"), LOCAL);
                reactor.connectTCP(LOCALHOST, port.getHost().port(), peer -> open);
            });
            reactor.run();
            assertThat(lost.isCalled()).isTrue();
            assertThat(calls)
                    .containsExactly(
                            "BEFORE startup",
                            "DURING startup",
                            "AFTER startup",
                            "BEFORE lunch",
                            "DURING lunch",
                            "AFTER lunch",
                            "BEFORE shutdown",
                            "DURING shutdown",
                            "AFTER shutdown");
            scene.check(3 * 4 + 2);
        }
    }

    // ---- names and endpoints

    @ParameterizedTest
    @MethodSource(GROUNDS)
    @Spec({"RES-002", "END-002"})
    void aResolverThrows(Ground ground) throws Exception {
        try (FaultScene scene = ground.open()) {
            Reactor reactor = scene.reactor;
            reactor.installNameResolver((receiver, query) -> {
                throw scene.fault();
            });
            Deferred<Failure> failed = new Deferred<>();
            reactor.connectTCP("somewhere.invalid", 80, new ClientFactory<Companion>() {
                @Override
                public Companion buildProtocol(Address peer) {
                    return new Companion();
                }

                @Override
                public void clientConnectionFailed(Connector connector, Failure reason) {
                    failed.callbackValue(reason);
                }
            });
            scene.given(scene.await(failed).value());
            scene.awaitFault(reactor.resolve("somewhere.invalid"));
            scene.awaitFault(new HostnameEndpoint(reactor, "somewhere.invalid", 80)
                    .connect(Factory.forProtocol(Companion::new)));

            reactor.installResolver((name, timeout) -> {
                throw scene.fault();
            });
            // An old resolver's errors are those of the name, and are logged: RES-002.
            assertThat(catchThrowable(() -> scene.await(reactor.resolve("somewhere.invalid"))))
                    .isNotNull();
            scene.survived(4);
        }
    }

    @ParameterizedTest
    @MethodSource(GROUNDS)
    @Spec({"END-002", "END-003", "END-007"})
    void aFactoryThrowsBehindAnEndpoint(Ground ground) throws Exception {
        try (FaultScene scene = ground.open()) {
            Reactor reactor = scene.reactor;
            ListeningPort port = scene.await(new TcpServerEndpoint(reactor, 0, LOCAL).listen(peer -> new Companion()));
            TcpClientEndpoint there =
                    new TcpClientEndpoint(reactor, LOCALHOST, port.getHost().port());
            HostnameEndpoint byName =
                    new HostnameEndpoint(reactor, LOCALHOST, port.getHost().port());
            scene.awaitFault(there.connect(new FaultyFactory(scene, "start")));
            scene.awaitFault(there.connect(new FaultyFactory(scene, "build")));
            scene.awaitFault(byName.connect(new FaultyFactory(scene, "start")));
            scene.awaitFault(byName.connect(new FaultyFactory(scene, "build")));
            scene.awaitFault(new TcpServerEndpoint(reactor, 0, LOCAL).listen(new FaultyFactory(scene, "start")));

            // The protocol's own error is logged like any other, and is the reason for whoever waits.
            Faulty making = new Faulty(scene, Step.MADE);
            Throwable reason = catchThrowable(() -> scene.await(Endpoints.connectProtocol(there, making)));
            assertThat(scene.isFault(reason)).isTrue();
            assertThat(making.calls).containsExactly(Step.MADE, Step.LOST);
            scene.await(port.stopListening());
            scene.survived(6);
        }
    }

    /** The wrapper of an endpoint adds no second report, and is no way around the first. */
    @ParameterizedTest
    @MethodSource(GROUNDS)
    @Spec({"HAP-003", "HAP-008"})
    void aProtocolThrowsBehindAWrapper(Ground ground) throws Exception {
        for (Step callback : List.of(Step.MAKE, Step.MADE, Step.DATA, Step.LOST)) {
            try (FaultScene scene = ground.open()) {
                Faulty faulty = new Faulty(scene, callback);
                ListeningPort port =
                        scene.await(new HaproxyServerEndpoint(new TcpServerEndpoint(scene.reactor, 0, LOCAL))
                                .listen(peer -> faulty));
                BaseProtocol client = new BaseProtocol() {
                    @Override
                    public void connectionMade() {
                        transport().write("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nx");
                    }
                };
                scene.reactor.connectTCP(LOCALHOST, port.getHost().port(), peer -> client);
                scene.until(() -> faulty.calls.contains(Step.MADE));
                if (callback == Step.LOST) {
                    scene.settle();
                    client.transport().loseConnection();
                }
                scene.await(client.whenConnectionLost());
                scene.await(faulty.whenConnectionLost());
                scene.survived(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(GROUNDS)
    void somethingElseIsReturnedThanPromised(Ground ground) throws Exception {
        try (FaultScene scene = ground.open();
                NettyReactor other = NettyReactor.builder().name("other").start(reactor -> {})) {
            List<Deferred<String>> made = new CopyOnWriteArrayList<>();
            other.submit(() -> Deferred.succeed(made.add(new Deferred<>()))).get();
            Deferred<String> foreign = made.get(0);
            Reactor reactor = scene.reactor;
            List<String> calls = new ArrayList<>();
            reactor.addSystemEventTrigger(Phase.BEFORE, "lunch", () -> foreign);
            reactor.addSystemEventTrigger(Phase.DURING, "lunch", () -> {
                calls.add("lunch");
                return null;
            });
            reactor.fireSystemEvent("lunch");
            scene.until(() -> !calls.isEmpty());
            CompletableFuture<String> answer = reactor.submit(() -> foreign);
            scene.until(answer::isDone);
            assertThat(catchThrowable(answer::get)).hasCauseInstanceOf(WrongReactorThreadException.class);

            Sleeping server = new Sleeping();
            Sleeping client = new Sleeping();
            connect(scene, server, client);
            scene.await(client.made);
            Iterable<Object> pieces = () -> new Iterator<>() {
                private boolean begun;

                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public Object next() {
                    if (begun) {
                        scene.fault();
                    }
                    begun = true;
                    return ByteBufAllocator.DEFAULT.buffer().writeByte(1);
                }
            };
            scene.given(catchThrowable(() -> client.transport().writeSequence(pieces)));
            assertThat(client.transport().isDisconnecting()).isFalse();
            client.transport().loseConnection();
            scene.await(client.whenConnectionLost());
            assertThat(scene.takeLogged(WrongReactorThreadException.class)).isEqualTo(1);
            scene.survived(1);
        }
    }

    /** The double of the kernel in memory lets the test's own calls throw; turns of its reactor do not. */
    @ParameterizedTest
    @MethodSource(GROUNDS)
    void whoeverWaitsForTheEndThrows(Ground ground) throws Exception {
        try (FaultScene scene = ground.open()) {
            Companion server = new Companion();
            Companion client = new Companion();
            connect(scene, server, client);
            Deferred<String> chained = client.whenConnectionLost().<String>addCallback(reason -> {
                throw scene.fault();
            });
            Deferred<Failure> next = client.whenConnectionLost();
            scene.until(() -> catchThrowable(client::transport) == null);
            client.transport().loseConnection();
            scene.await(next);
            scene.awaitFault(chained);
            assertThat(scene.reactor instanceof MemoryReactor
                            || scene.reactor.getDelayedCalls().isEmpty())
                    .isTrue();
            scene.survived(1);
        }
    }
}
