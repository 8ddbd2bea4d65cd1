/* SPDX-License-Identifier: MIT */
package io.netwist.samples.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.samples.Sample;
import org.junit.jupiter.api.Test;

class PortForwarderIT {

    /** Says how much it has had when it has had the whole. */
    private static class Counter extends BaseProtocol {
        private final long whole;
        private final Deferred<Long> complete;
        private long count;

        Counter(long whole, Deferred<Long> complete) {
            this.whole = whole;
            this.complete = complete;
        }

        @Override
        public void dataReceived(ByteBuf data) {
            count += data.readableBytes();
            if (count == whole) {
                transport().write("thanks");
                complete.callback(count);
            }
        }
    }

    private static ListeningPort forwardTo(NettyReactor reactor, int port) {
        return reactor.listenTCP(0, new PortForwarder("127.0.0.1", port), Sample.LOCAL);
    }

    @Test
    void passesBothDirectionsOn() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Deferred<Long> complete = new Deferred<>();
            ListeningPort target = reactor.listenTCP(0, peer -> new Counter(5, complete), Sample.LOCAL);
            Sample.Client client = Sample.Client.connect(
                    reactor, forwardTo(reactor, target.getHost().port()).getHost());

            client.send("hello");

            assertThat(reactor.runUntil(client.until("thanks"), Sample.LIMIT)).isEqualTo("thanks");
            assertThat(reactor.runUntil(complete, Sample.LIMIT)).isEqualTo(5);
        }
    }

    @Test
    void readsNoFasterThanTheOtherSideTakes() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            int size = 32 << 20;
            Deferred<Counter> connected = new Deferred<>();
            Deferred<Long> complete = new Deferred<>();
            ListeningPort target = reactor.listenTCP(
                    0,
                    peer -> new Counter(size, complete) {
                        @Override
                        public void connectionMade() {
                            transport().pauseProducing();
                            connected.callback(this);
                        }
                    },
                    Sample.LOCAL);
            Sample.Client client = Sample.Client.connect(
                    reactor, forwardTo(reactor, target.getHost().port()).getHost());
            PullSource source = new PullSource(size);
            client.transport().registerProducer(source.to(client.transport()));

            Counter slow = reactor.runUntil(connected, Sample.LIMIT);
            reactor.runUntil(source.whenQuiet(reactor), Sample.LIMIT);
            assertThat(source.sent()).as("sent while nobody reads").isLessThan(size);
            slow.transport().resumeProducing();

            assertThat(reactor.runUntil(complete, Sample.LIMIT)).isEqualTo(size);
        }
    }

    @Test
    void theEndOfOneConnectionEndsTheOther() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Deferred<BaseProtocol> served = new Deferred<>();
            ListeningPort target = reactor.listenTCP(
                    0,
                    peer -> new BaseProtocol() {
                        @Override
                        public void connectionMade() {
                            served.callback(this);
                        }
                    },
                    Sample.LOCAL);
            Sample.Client client = Sample.Client.connect(
                    reactor, forwardTo(reactor, target.getHost().port()).getHost());
            BaseProtocol server = reactor.runUntil(served, Sample.LIMIT);

            client.transport().loseConnection();

            assertThat(reactor.runUntil(server.whenConnectionLost(), Sample.LIMIT)
                            .is(ConnectionDone.class))
                    .isTrue();
        }
    }

    @Test
    void aTargetThatDoesNotAnswerEndsTheConnection() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort gone = reactor.listenTCP(0, peer -> null, Sample.LOCAL);
            int port = gone.getHost().port();
            reactor.runUntil(gone.stopListening(), Sample.LIMIT);

            Sample.Client client =
                    Sample.Client.connect(reactor, forwardTo(reactor, port).getHost());

            assertThat(reactor.runUntil(client.whenConnectionLost(), Sample.LIMIT)
                            .is(ConnectionDone.class))
                    .isTrue();
        }
    }
}
