/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.ReactorTls;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.netty.NettyTransport;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsTransport;
import io.netwist.deferred.testing.Spec;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** The real reactor and its TCP transport keep the contracts, on every kind of channel that this machine has. */
@Spec("TST-022")
class NettyContractIT {

    private static final ListenOptions LOCAL = ListenOptions.defaults().withInterface("127.0.0.1");

    private static Stream<DynamicContainer> onEach(Function<NettyTransport, List<Check>> checks) {
        return Stream.of(NettyTransport.values())
                .filter(each -> each != NettyTransport.AUTO && each.unavailabilityCause() == null)
                .map(each -> dynamicContainer(
                        each.name(),
                        checks.apply(each).stream().map(check -> dynamicTest(check.name(), check.body()::run))));
    }

    private static NettyReactor reactor(NettyTransport transport) {
        return NettyReactor.builder().transport(transport).create();
    }

    @TestFactory
    Stream<DynamicContainer> keepsTheReactorContract() {
        return onEach(transport -> ReactorContract.checks(() -> reactor(transport)));
    }

    @TestFactory
    Stream<DynamicContainer> keepsTheTransportContract() {
        return onEach(transport -> TransportContract.checks(() -> reactor(transport), (reactor, server, client) -> {
            int port = reactor.listenTCP(0, peer -> server, LOCAL).getHost().port();
            reactor.connectTCP("127.0.0.1", port, peer -> client);
        }));
    }

    @TestFactory
    @Spec({"TLS-010", "TLS-017", "TLS-022"})
    Stream<DynamicContainer> keepsTheTransportContractOverTls() {
        TestAuthority authority = TestAuthority.create();
        TlsOptions serverTls = TlsOptions.forServer(authority.issue("127.0.0.1"));
        TlsOptions clientTls = TlsOptions.defaults().withTrustRoots(authority.roots());
        return onEach(transport ->
                TransportContract.checksOverTls(() -> reactor(transport), (reactor, server, client) -> {
                    ReactorTls tls = (ReactorTls) reactor;
                    int port = tls.listenSSL(0, peer -> server, serverTls, LOCAL)
                            .getHost()
                            .port();
                    tls.connectSSL("127.0.0.1", port, peer -> client, clientTls);
                    handshake(reactor, (ContractProtocol) server, (ContractProtocol) client);
                }));
    }

    private static void handshake(Reactor reactor, ContractProtocol... protocols) {
        for (ContractProtocol each : protocols) {
            while (!each.made.isCalled()
                    || !each.transport().as(TlsTransport.class).orElseThrow().isHandshakeComplete()) {
                reactor.iterate(Duration.ofSeconds(1));
            }
        }
    }
}
