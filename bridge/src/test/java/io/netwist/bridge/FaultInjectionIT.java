/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import static io.netwist.bridge.FaultCast.connect;
import static io.netwist.bridge.FaultScene.LOCAL;
import static io.netwist.bridge.FaultScene.LOCALHOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.FaultCast.Companion;
import io.netwist.bridge.FaultCast.Faulty;
import io.netwist.bridge.FaultCast.FaultyFactory;
import io.netwist.bridge.FaultCast.Sleeping;
import io.netwist.bridge.FaultCast.Step;
import io.netwist.bridge.FaultScene.Ground;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.UdpAddress;
import io.netwist.bridge.datagram.DatagramOptions;
import io.netwist.bridge.datagram.DatagramProtocol;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every callback of a connection and of a datagram socket throws, on every reactor, each kind of throwable: the error is logged once or given once to who waits for
 * it, and the reactor goes on.
 */
class FaultInjectionIT {

    private static final String GROUNDS = "io.netwist.bridge.FaultScene#grounds";

    // ---- protocols

    @ParameterizedTest
    @MethodSource(GROUNDS)
    @Spec({"TRN-007", "TRN-008", "TRN-029", "RCT-019"})
    void aProtocolThrows(Ground ground) throws Exception {
        for (Step callback : Step.values()) {
            for (boolean faultyServer : new boolean[] {true, false}) {
                try (FaultScene scene = ground.open()) {
                    Faulty faulty = new Faulty(scene, callback);
                    Companion companion = new Companion();
                    connect(scene, faultyServer ? faulty : companion, faultyServer ? companion : faulty);

                    Throwable reason = scene.await(faulty.whenConnectionLost()).value();
                    scene.await(companion.whenConnectionLost());
                    if (callback == Step.LOST) {
                        assertThat(reason).isInstanceOf(ConnectionDone.class);
                    } else {
                        assertThat(scene.isFault(reason))
                                .as("%s: %s", callback, reason)
                                .isTrue();
                    }
                    assertThat(faulty.calls).endsWith(Step.LOST).doesNotHaveDuplicates();
                    scene.survived(1);
                }
            }
        }
    }

    /** A protocol that never took its transport hears nothing more, and the peer is not left alone. */
    @ParameterizedTest
    @MethodSource(GROUNDS)
    @Spec("TRN-008")
    void aProtocolRefusesItsTransport(Ground ground) throws Exception {
        try (FaultScene scene = ground.open()) {
            Companion companion = new Companion();
            BaseProtocol refusing = new BaseProtocol() {
                @Override
                public void makeConnection(Transport transport) {
                    scene.fault();
                }

                @Override
                public void connectionLost(Failure reason) {
                    scene.fault();
                }
            };
            connect(scene, refusing, companion);
            scene.await(companion.whenConnectionLost());
            scene.survived(1);
        }
    }

    @ParameterizedTest
    @MethodSource(GROUNDS)
    void theNextProtocolThrows(Ground ground) throws Exception {
        try (FaultScene scene = ground.open()) {
            Companion companion = new Companion();
            Faulty next = new Faulty(scene, Step.MADE);
            BaseProtocol first = new BaseProtocol() {
                @Override
                public void dataReceived(ByteBuf data) {
                    transport().switchProtocol(next);
                }
            };
            connect(scene, first, companion);
            scene.await(companion.whenConnectionLost());
            assertThat(scene.isFault(scene.await(next.whenConnectionLost()).value()))
                    .isTrue();
            scene.survived(1);
        }
    }

    /** What the first protocol kept is lost with the error; the second never had a connection and hears of none. */
    @ParameterizedTest
    @MethodSource(GROUNDS)
    void theFirstProtocolThrowsWhenItIsReplaced(Ground ground) throws Exception {
        class Keeping extends BaseProtocol implements Buffering {
            private final FaultScene scene;
            private final Protocol next;
            boolean lost;

            Keeping(FaultScene scene, Protocol next) {
                this.scene = scene;
                this.next = next;
            }

            @Override
            public void dataReceived(ByteBuf data) {
                transport().switchProtocol(next);
            }

            @Override
            public @Nullable ByteBuf takeRemaining() {
                scene.fault();
                return null;
            }

            @Override
            public void connectionLost(Failure reason) {
                lost = true;
            }
        }
        try (FaultScene scene = ground.open()) {
            Companion companion = new Companion();
            Faulty next = new Faulty(scene, Step.READ_LOST);
            Keeping first = new Keeping(scene, next);
            connect(scene, first, companion);
            scene.await(companion.whenConnectionLost());
            scene.await(first.whenConnectionLost());
            assertThat(next.calls).isEmpty();
            assertThat(first.lost).isTrue();
            scene.survived(1);
        }
    }

    // ---- factories

    @ParameterizedTest
    @MethodSource(GROUNDS)
    @Spec({"TRN-009", "FAC-007", "FAC-008"})
    void aServersFactoryThrows(Ground ground) throws Exception {
        try (FaultScene scene = ground.open()) {
            FaultyFactory starting = new FaultyFactory(scene, "start");
            Throwable refused = catchThrowable(() -> scene.reactor.listenTCP(0, starting, LOCAL));
            assertThat(refused).isInstanceOf(CannotListenException.class);
            scene.given(refused);
            // Not counted as a user, so the next one starts it again.
            Throwable again = catchThrowable(() -> scene.reactor.listenTCP(0, starting, LOCAL));
            scene.given(again);

            ListeningPort building = scene.reactor.listenTCP(0, new FaultyFactory(scene, "build"), LOCAL);
            Companion client = new Companion();
            scene.reactor.connectTCP(LOCALHOST, building.getHost().port(), peer -> client);
            scene.await(client.whenConnectionLost());

            ListeningPort stopping = scene.reactor.listenTCP(0, new FaultyFactory(scene, "stop"), LOCAL);
            scene.awaitFault(stopping.stopListening());
            scene.survived(4);
        }
    }

    @ParameterizedTest
    @MethodSource(GROUNDS)
    @Spec({"FAC-012", "FAC-013", "FAC-019", "ERR-011"})
    void aClientsFactoryThrows(Ground ground) throws Exception {
        try (FaultScene scene = ground.open()) {
            ListeningPort port = scene.reactor.listenTCP(0, peer -> new Companion(), LOCAL);
            int open = port.getHost().port();

            FaultyFactory starting = new FaultyFactory(scene, "start");
            scene.given(catchThrowable(() -> scene.reactor.connectTCP(LOCALHOST, open, starting)));
            scene.given(catchThrowable(() -> scene.reactor.connectTCP(LOCALHOST, open, starting)));
            assertThat(starting.calls).containsExactly("start", "start");

            FaultyFactory begun = new FaultyFactory(scene, "started connecting");
            Connector connector = scene.reactor.connectTCP(LOCALHOST, open, begun);
            scene.await(begun.reached);
            scene.until(() -> begun.calls.contains("build"));
            connector.disconnect();

            FaultyFactory building = new FaultyFactory(scene, "build");
            scene.reactor.connectTCP(LOCALHOST, open, building);
            scene.await(building.reached);
            assertThat(building.calls).containsExactly("start", "started connecting", "build", "failed", "stop");

            FaultyFactory lost = new FaultyFactory(scene, "lost");
            Connector losing = scene.reactor.connectTCP(LOCALHOST, open, lost);
            scene.until(() -> lost.calls.contains("build"));
            losing.disconnect();
            scene.await(lost.reached);
            assertThat(lost.calls).endsWith("lost", "stop");

            scene.await(port.stopListening());
            FaultyFactory failed = new FaultyFactory(scene, "failed");
            Connector failing = scene.reactor.connectTCP(LOCALHOST, open, failed);
            scene.await(failed.reached);
            assertThat(failed.calls).endsWith("failed", "stop");
            // It is disconnected, not stuck: another attempt may begin.
            failing.connect();
            failing.stopConnecting();

            FaultyFactory stopping = new FaultyFactory(scene, "stop");
            scene.reactor.connectTCP(LOCALHOST, open, stopping);
            scene.await(stopping.reached);
            scene.survived(8);
        }
    }

    // ---- producers

    private static final class FaultyProducer implements PushProducer, PullProducer {
        private final FaultScene scene;
        private final String fault;
        final List<String> calls = new ArrayList<>();

        FaultyProducer(FaultScene scene, String fault) {
            this.scene = scene;
            this.fault = fault;
        }

        private void enter(String callback) {
            calls.add(callback);
            if (callback.equals(fault)) {
                scene.fault();
            }
        }

        @Override
        public void pauseProducing() {
            enter("pause");
        }

        @Override
        public void resumeProducing() {
            enter("resume");
        }

        @Override
        public void stopProducing() {
            enter("stop");
        }
    }

    @ParameterizedTest
    @MethodSource(GROUNDS)
    @Spec({"PRD-006", "PRD-007", "PRD-011"})
    void aPushProducerThrows(Ground ground) throws Exception {
        for (String fault : List.of("pause", "resume", "stop")) {
            try (FaultScene scene = ground.open()) {
                Sleeping server = new Sleeping();
                Sleeping client = new Sleeping();
                connect(scene, server, client);
                scene.await(server.made);
                scene.await(client.made);
                FaultyProducer producer = new FaultyProducer(scene, fault);
                client.transport().registerProducer((PushProducer) producer);
                client.transport().write(new byte[100_000]);
                server.transport().resumeProducing();
                if (fault.equals("stop")) {
                    scene.settle();
                    client.transport().abortConnection();
                }
                Throwable reason = scene.await(client.whenConnectionLost()).value();
                assertThat(scene.isFault(reason)).as("%s: %s", fault, reason).isEqualTo(!fault.equals("stop"));
                assertThat(producer.calls).endsWith("stop").doesNotHaveDuplicates();
                scene.survived(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(GROUNDS)
    @Spec({"PRD-003", "PRD-011", "TRN-007"})
    void aPullProducerThrows(Ground ground) throws Exception {
        try (FaultScene scene = ground.open()) {
            Sleeping server = new Sleeping();
            Sleeping client = new Sleeping();
            connect(scene, server, client);
            scene.await(server.made);
            scene.await(client.made);
            FaultyProducer resuming = new FaultyProducer(scene, "resume");
            client.transport().registerProducer((PullProducer) resuming);
            assertThat(scene.isFault(scene.await(client.whenConnectionLost()).value()))
                    .isTrue();
            assertThat(resuming.calls).containsExactly("resume", "stop");

            FaultyProducer late = new FaultyProducer(scene, "stop");
            client.transport().registerProducer((PullProducer) late);
            assertThat(late.calls).containsExactly("stop");
            server.transport().abortConnection();
            scene.await(server.whenConnectionLost());
            scene.survived(2);
        }
    }

    // ---- datagrams

    private static final class FaultyDatagrams extends DatagramProtocol {
        private final FaultScene scene;
        private final String fault;
        final Deferred<String> received = new Deferred<>();

        FaultyDatagrams(FaultScene scene, String fault) {
            this.scene = scene;
            this.fault = fault;
        }

        private void enter(String callback) {
            if (callback.equals(fault)) {
                scene.fault();
            }
        }

        @Override
        public void startProtocol() {
            enter("start");
        }

        @Override
        public void datagramReceived(ByteBuf data, Address from) {
            if (data.readableBytes() == 1) {
                enter("data");
            } else {
                received.callback("received");
            }
        }

        @Override
        public void stopProtocol() {
            enter("stop");
        }
    }

    @ParameterizedTest
    @MethodSource(GROUNDS)
    @Spec({"UDP-005", "UDP-002"})
    void aDatagramProtocolThrows(Ground ground) throws Exception {
        DatagramOptions local = DatagramOptions.defaults().withInterface(LOCALHOST);
        try (FaultScene scene = ground.open()) {
            FaultyDatagrams starting = new FaultyDatagrams(scene, "start");
            scene.given(catchThrowable(() -> scene.reactor.listenUDP(0, starting, local)));
            // It has no socket now, so that it may be given one; and what it was refused is free again.
            scene.given(catchThrowable(() -> scene.reactor.listenUDP(0, starting, local)));
            assertThat(catchThrowable(starting::transport)).isInstanceOf(IllegalStateException.class);

            FaultyDatagrams receiving = new FaultyDatagrams(scene, "data");
            ListeningPort port = scene.reactor.listenUDP(0, receiving, local);
            FaultyDatagrams sending = new FaultyDatagrams(scene, "stop");
            ListeningPort from = scene.reactor.listenUDP(0, sending, local);
            UdpAddress to = new UdpAddress(LOCALHOST, port.getHost().port());
            sending.transport().write("1", to);
            sending.transport().write("22", to);
            scene.await(receiving.received);

            scene.await(from.stopListening());
            assertThat(catchThrowable(sending::transport)).isInstanceOf(IllegalStateException.class);
            scene.await(port.stopListening());
            scene.survived(4);
        }
    }
}
