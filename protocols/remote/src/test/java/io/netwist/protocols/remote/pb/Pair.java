/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.bridge.testing.Wire;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A server and a client in memory; and what else the tests of connections share. */
final class Pair {
    static final HexFormat HEX = HexFormat.of();
    static final TcpAddress PEER = new TcpAddress("127.0.0.1", 8787);
    static final String PREAMBLE = "02827062" + "028013870681";

    final Broker server;
    final PBClientFactory clients;
    final Wire wire;

    Pair(PBServerFactory servers, BrokerOptions client) {
        server = servers.buildProtocol(PEER);
        clients = new PBClientFactory(client);
        wire = Wire.connect(server, clients.buildProtocol(PEER));
        wire.flush();
    }

    static Pair of(Referenceable root) {
        return of(root, BrokerOptions.defaults());
    }

    static Pair of(Referenceable root, BrokerOptions both) {
        return new Pair(new PBServerFactory(broker -> root, both), both);
    }

    RemoteReference root() {
        return successResultOf(clients.getRootObject());
    }

    Broker client() {
        return root().broker();
    }

    <T extends @Nullable Object> T got(Deferred<T> deferred) {
        wire.flush();
        return successResultOf(deferred);
    }

    RemoteReference reference(Deferred<?> deferred) {
        return (RemoteReference) Objects.requireNonNull(got(deferred));
    }

    Failure lost(Deferred<?> deferred) {
        wire.flush();
        return failureResultOf(deferred);
    }

    // ---- one side alone, in bytes

    static String hex(StringTransport transport) {
        return HEX.formatHex(transport.bytes());
    }

    /** What is written for what comes. */
    static String served(StringTransport transport, String hex) {
        transport.clear();
        transport.deliver(HEX.parseHex(hex));
        return hex(transport);
    }

    /** A server whose client has chosen a dialect. */
    static StringTransport serving(Broker server) {
        StringTransport transport = StringTransport.connect(server);
        assertThat(hex(transport)).isEqualTo("02800282706204826e6f6e65");
        assertThat(served(transport, PREAMBLE)).isEqualTo("028013870681");
        return transport;
    }

    /** A client whose server is there; the factory has the connection. */
    static StringTransport calling(PBClientFactory clients) {
        StringTransport transport = StringTransport.connect(clients.buildProtocol(PEER));
        assertThat(served(transport, "02800282706204826e6f6e65")).isEqualTo(PREAMBLE);
        assertThat(served(transport, "028013870681")).isEmpty();
        return transport;
    }
}
