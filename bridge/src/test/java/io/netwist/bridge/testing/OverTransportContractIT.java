/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.netty.NettyTransport;
import io.netwist.bridge.netty.TlsProtocol;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsTransport;
import io.netwist.deferred.testing.Spec;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** TLS as a protocol keeps the contract of transports, whatever is below. */
@Spec({"TLS-021", "TST-022"})
class OverTransportContractIT {

    private static final ListenOptions LOCAL = ListenOptions.defaults().withInterface("127.0.0.1");
    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final TlsOptions SERVER = TlsOptions.forServer(AUTHORITY.issue("localhost"));
    private static final TlsOptions CLIENT =
            TlsOptions.defaults().withTrustRoots(AUTHORITY.roots()).withHostname("localhost");

    private static Stream<DynamicTest> tests(List<Check> checks) {
        return checks.stream().map(each -> dynamicTest(each.name(), each.body()::run));
    }

    private static void join(Reactor reactor, Protocol server, Protocol client) throws Exception {
        int port = reactor.listenTCP(0, peer -> server, LOCAL).getHost().port();
        reactor.connectTCP("127.0.0.1", port, peer -> client);
    }

    private static void handshake(Reactor reactor, Protocol... protocols) {
        for (Protocol each : protocols) {
            while (!((ContractProtocol) each).made.isCalled()
                    || !each.transport().as(TlsTransport.class).orElseThrow().isHandshakeComplete()) {
                reactor.iterate(Duration.ofMillis(10));
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> overMemory() {
        return tests(TransportContract.checksOverTls(MemoryReactor::new, (reactor, server, client) -> {
            join(reactor, TlsProtocol.server(SERVER, server), TlsProtocol.client(CLIENT, client));
            handshake(reactor, server, client);
        }));
    }

    @TestFactory
    Stream<DynamicTest> overTcp() {
        return tests(TransportContract.checksOverTls(
                () -> NettyReactor.builder().transport(NettyTransport.NIO).create(), (reactor, server, client) -> {
                    join(reactor, TlsProtocol.server(SERVER, server), TlsProtocol.client(CLIENT, client));
                    handshake(reactor, server, client);
                }));
    }
}
