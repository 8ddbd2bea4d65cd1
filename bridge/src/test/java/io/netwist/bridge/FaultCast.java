/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import static io.netwist.bridge.FaultScene.LOCAL;
import static io.netwist.bridge.FaultScene.LOCALHOST;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who plays in the tests of faults: protocols and factories that throw where they are told to, and their peers. */
final class FaultCast {

    private FaultCast() {}

    enum Step {
        MAKE,
        MADE,
        DATA,
        WRITE_LOST,
        READ_LOST,
        LOST
    }

    /** Goes through all callbacks of a connection and throws in one of them. */
    static final class Faulty extends BaseProtocol implements HalfCloseable {
        private final FaultScene scene;
        private final Step fault;
        final List<Step> calls = new ArrayList<>();

        @Nullable
        Failure reason;

        Faulty(FaultScene scene, Step fault) {
            this.scene = scene;
            this.fault = fault;
        }

        private void enter(Step callback) {
            calls.add(callback);
            if (callback == fault) {
                scene.fault();
            }
        }

        @Override
        public void makeConnection(Transport transport) throws Exception {
            super.makeConnection(transport);
            enter(Step.MAKE);
        }

        @Override
        public void connectionMade() {
            enter(Step.MADE);
        }

        @Override
        public void dataReceived(ByteBuf data) {
            transport().as(TcpTransport.class).orElseThrow().loseWriteConnection();
            enter(Step.DATA);
        }

        @Override
        public void writeConnectionLost() {
            enter(Step.WRITE_LOST);
        }

        @Override
        public void readConnectionLost() {
            enter(Step.READ_LOST);
            transport().loseConnection();
        }

        @Override
        public void connectionLost(Failure why) {
            enter(Step.LOST);
        }
    }

    /** The well-behaved other side: speaks first, and ends when the other has ended. */
    static final class Companion extends BaseProtocol implements HalfCloseable {
        @Override
        public void connectionMade() {
            transport().write("x");
        }

        @Override
        public void readConnectionLost() {
            transport().loseConnection();
        }

        @Override
        public void writeConnectionLost() {}
    }

    static final class FaultyFactory implements ClientFactory<Protocol> {
        final List<String> calls = new ArrayList<>();
        final Deferred<String> reached = new Deferred<>();
        private final FaultScene scene;
        private final String fault;

        FaultyFactory(FaultScene scene, String fault) {
            this.scene = scene;
            this.fault = fault;
        }

        private void enter(String callback) {
            calls.add(callback);
            if (callback.equals(fault)) {
                if (calls.indexOf(callback) == calls.size() - 1) {
                    scene.reactor.callFromThread(() -> reached.callback(callback));
                }
                scene.fault();
            }
        }

        @Override
        public void startFactory() {
            enter("start");
        }

        @Override
        public void stopFactory() {
            enter("stop");
        }

        @Override
        public void startedConnecting(Connector connector) {
            enter("started connecting");
        }

        @Override
        public Protocol buildProtocol(Address peer) {
            enter("build");
            return new Companion();
        }

        @Override
        public void clientConnectionFailed(Connector connector, Failure reason) {
            enter("failed");
        }

        @Override
        public void clientConnectionLost(Connector connector, Failure reason) {
            enter("lost");
        }
    }

    /** Does not read until told to. */
    static final class Sleeping extends BaseProtocol {
        final Deferred<String> made = new Deferred<>();

        @Override
        public void connectionMade() {
            transport().pauseProducing();
            made.callback("made");
        }
    }

    static void connect(FaultScene scene, Protocol server, Protocol client) {
        ListeningPort port = scene.reactor.listenTCP(0, peer -> server, LOCAL);
        scene.reactor.connectTCP(LOCALHOST, port.getHost().port(), peer -> client);
    }
}
