/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Two protocols of one reactor, connected over loopback, and what the tests ask of them. */
final class Loopback {

    static final Duration LIMIT = Duration.ofSeconds(20);
    static final ListenOptions LOCAL = ListenOptions.defaults().withInterface("127.0.0.1");

    private Loopback() {}

    static Stream<NettyTransport> transports() {
        return Stream.of(NettyTransport.values())
                .filter(each -> each != NettyTransport.AUTO && each.unavailabilityCause() == null);
    }

    /** Those that notice a peer's reset in every case: io_uring in Netty 4.2.18 may not before it writes. */
    static Stream<NettyTransport> resettingTransports() {
        return transports().filter(each -> each != NettyTransport.IO_URING);
    }

    static NettyReactor reactor(NettyTransport transport) {
        return NettyReactor.builder().transport(transport).create();
    }

    /** Keeps what it receives and how it ended. */
    static class Recorder extends BaseProtocol {
        final StringBuilder received = new StringBuilder();
        final List<String> events = new ArrayList<>();
        final Deferred<Recorder> made = new Deferred<>();
        final Deferred<Failure> gone = new Deferred<>();

        @Override
        public void connectionMade() throws Exception {
            events.add("made");
            made.callback(this);
        }

        @Override
        public void dataReceived(ByteBuf data) throws Exception {
            received.append(data.toString(StandardCharsets.UTF_8));
        }

        @Override
        public void connectionLost(Failure reason) throws Exception {
            events.add("lost " + reason.value().getClass().getSimpleName());
            gone.callbackValue(reason);
        }
    }

    static class Echo extends Recorder {
        @Override
        public void dataReceived(ByteBuf data) throws Exception {
            transport().write(data.retain());
        }
    }

    /** A server and a client protocol, connected. */
    record Pair<S extends Recorder, C extends Recorder>(S server, C client, ListeningPort port) {}

    static <S extends Recorder, C extends Recorder> Pair<S, C> connect(NettyReactor reactor, S server, C client)
            throws Exception {
        ListeningPort port = reactor.listenTCP(0, peer -> server, LOCAL);
        reactor.connectTCP("127.0.0.1", port.getHost().port(), peer -> client);
        reactor.runUntil(client.made, LIMIT);
        if (!server.events.contains("made")) {
            reactor.runUntil(server.made, LIMIT);
        }
        return new Pair<>(server, client, port);
    }

    static Class<?> end(NettyReactor reactor, Recorder protocol) throws Exception {
        return reactor.runUntil(protocol.gone, LIMIT).value().getClass();
    }
}
