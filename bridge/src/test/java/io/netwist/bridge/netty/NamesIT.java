/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ConnectOptions;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.endpoint.HostnameEndpoint;
import io.netwist.bridge.endpoint.TcpClientEndpoint;
import io.netwist.bridge.error.ConnectionTimedOutException;
import io.netwist.bridge.error.HostNotFoundException;
import io.netwist.bridge.resolve.NameResolver;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Names of hosts on a real reactor. */
class NamesIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final class Client extends BaseProtocol {}

    private static ListeningPort listen(NettyReactor reactor) {
        return reactor.listenTCP(
                0, Factory.forProtocol(Client::new), ListenOptions.defaults().withInterface("127.0.0.1"));
    }

    @Test
    @Spec({"RES-004", "RES-006"})
    void resolvesByThePlatform() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            assertThat(reactor.runUntil(reactor.resolve("localhost"), LIMIT)).isEqualTo("127.0.0.1");
            assertThat(reactor.runUntil(reactor.resolve(""), LIMIT)).isEqualTo("0.0.0.0");
            assertThat(reactor.runUntil(reactor.resolve("10.1.2.3"), LIMIT)).isEqualTo("10.1.2.3");
        }
    }

    @Test
    @Spec({"RES-005", "RES-006"})
    void anInstalledResolverIsAskedAndHasItsLimit() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            NameResolver before = reactor.nameResolver();
            assertThat(reactor.installResolver((name, timeout) ->
                            name.equals("known.example") ? Deferred.succeed("127.0.0.1") : new Deferred<>()))
                    .isSameAs(before);

            assertThat(reactor.runUntil(reactor.resolve("known.example"), LIMIT))
                    .isEqualTo("127.0.0.1");
            assertThatExceptionOfType(HostNotFoundException.class)
                    .isThrownBy(() -> reactor.runUntil(reactor.resolve("silent.example", Duration.ofMillis(10)), LIMIT))
                    .withMessage("silent.example has no address: no answer within PT0.01S");
        }
    }

    @Test
    @Spec({"RES-005", "FAC-018"})
    void connectorsAskTheResolverAndTheirTimeoutCoversIt() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort port = listen(reactor);
            reactor.installResolver((name, timeout) -> name.equals("known.example")
                    ? Deferred.succeed("127.0.0.1")
                    : name.equals("silent.example")
                            ? new Deferred<>()
                            : Deferred.fail(new HostNotFoundException(name, null)));
            int number = port.getHost().port();

            Client client = reactor.runUntil(
                    new TcpClientEndpoint(reactor, "known.example", number).connect(peer -> new Client()), LIMIT);
            assertThat(client.transport().getPeer()).isEqualTo(port.getHost());
            assertThatExceptionOfType(HostNotFoundException.class)
                    .isThrownBy(() -> reactor.runUntil(
                            new TcpClientEndpoint(reactor, "unknown.example", number).connect(peer -> new Client()),
                            LIMIT))
                    .withMessage("cannot connect to tcp:unknown.example:" + number + ": no such host");
            ConnectOptions hurried = ConnectOptions.defaults().withTimeout(Duration.ofMillis(10));
            assertThatExceptionOfType(ConnectionTimedOutException.class)
                    .isThrownBy(() -> reactor.runUntil(
                            new TcpClientEndpoint(reactor, "silent.example", number, hurried)
                                    .connect(peer -> new Client()),
                            LIMIT));
        }
    }

    @Test
    @Spec({"END-011", "END-012"})
    void aHostnameEndpointFindsTheAddressThatAnswers() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort port = listen(reactor);
            // localhost may be ::1 as well, where nothing listens.
            Client client = reactor.runUntil(
                    new HostnameEndpoint(reactor, "localhost", port.getHost().port()).connect(peer -> new Client()),
                    LIMIT);

            assertThat(client.transport().getPeer()).isEqualTo(port.getHost());
            assertThat(reactor.getDelayedCalls()).isEmpty();
        }
    }
}
