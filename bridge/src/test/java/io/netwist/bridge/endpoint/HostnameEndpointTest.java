/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.HostnameAddress;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.bridge.error.ConnectingCancelledException;
import io.netwist.bridge.error.ConnectionFailedException;
import io.netwist.bridge.error.ConnectionTimedOutException;
import io.netwist.bridge.error.HostNotFoundException;
import io.netwist.bridge.error.NoProtocol;
import io.netwist.bridge.resolve.HostQuery;
import io.netwist.bridge.resolve.NameResolver;
import io.netwist.bridge.resolve.Resolution;
import io.netwist.bridge.resolve.ResolutionReceiver;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import io.netwist.deferred.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Happy eyeballs, with the network, the resolver and the clock played by the test. */
class HostnameEndpointTest {

    private static final Duration DELAY = Duration.ofMillis(300);
    private static final TcpAddress V6A = new TcpAddress("2001:db8::1", 80);
    private static final TcpAddress V6B = new TcpAddress("2001:db8::2", 80);
    private static final TcpAddress V4A = new TcpAddress("192.0.2.1", 80);
    private static final TcpAddress V4B = new TcpAddress("192.0.2.2", 80);

    private static final class Client extends BaseProtocol {}

    /** One attempt: the test says what becomes of it. */
    private static final class Attempt implements ClientEndpoint {
        final TcpAddress address;
        boolean cancelled;
        Runnable succeed = () -> {};
        Deferred<? extends Protocol> result = new Deferred<>();

        Attempt(TcpAddress address) {
            this.address = address;
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(Factory<P> factory) {
            Deferred<P> connecting = new Deferred<>(self -> cancelled = true);
            succeed = () -> {
                try {
                    P built = factory.buildProtocol(address);
                    if (built == null) {
                        connecting.errback(new NoProtocol("none"));
                    } else {
                        connecting.callback(built);
                    }
                } catch (Exception e) {
                    connecting.errback(e);
                }
            };
            result = connecting;
            return connecting;
        }

        void fail(String why) {
            result.errback(new ConnectionFailedException(why, null));
        }
    }

    private final TestClock clock = new TestClock();
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<ResolutionReceiver> receivers = new ArrayList<>();
    private boolean resolutionCancelled;

    private final NameResolver manual = (receiver, query) -> {
        receivers.add(receiver);
        return new Resolution() {
            @Override
            public String name() {
                return query.name();
            }

            @Override
            public void cancel() {
                resolutionCancelled = true;
            }
        };
    };

    private HostnameEndpoint endpoint(NameResolver resolver, String host) {
        return new HostnameEndpoint(
                address -> {
                    Attempt attempt = new Attempt(address);
                    attempts.add(attempt);
                    return attempt;
                },
                clock,
                resolver,
                new HostnameAddress(host, 80),
                Duration.ofSeconds(30),
                DELAY);
    }

    private Deferred<Client> connect(TcpAddress... found) {
        Deferred<Client> connecting = endpoint(manual, "host.example").connect(peer -> new Client());
        ResolutionReceiver receiver = receivers.get(0);
        for (TcpAddress each : found) {
            receiver.addressResolved(each);
        }
        receiver.addressResolved(new UnixAddress("/ignored"));
        receiver.resolutionComplete();
        return connecting;
    }

    private List<TcpAddress> tried() {
        return attempts.stream().map(each -> each.address).toList();
    }

    @Test
    @Spec({"END-011", "END-013"})
    void beginsAnAttemptEveryDelayWithTheFamiliesInTurn() {
        Deferred<Client> connecting = connect(V6A, V6B, V4A, V4B);
        assertThat(tried()).containsExactly(V6A);
        clock.advance(DELAY.minusNanos(1));
        assertThat(tried()).containsExactly(V6A);
        clock.advance(Duration.ofNanos(1));
        assertThat(tried()).containsExactly(V6A, V4A);
        clock.advance(DELAY);
        clock.advance(DELAY);
        assertThat(tried()).containsExactly(V6A, V4A, V6B, V4B);
        assertThat(clock.getDelayedCalls()).isEmpty();

        attempts.get(3).succeed.run();
        assertThat(successResultOf(connecting)).isInstanceOf(Client.class);
    }

    @Test
    @Spec("END-012")
    void theFirstToConnectEndsAllOthers() {
        Deferred<Client> connecting = connect(V6A, V4A, V6B);
        clock.advance(DELAY);
        attempts.get(1).succeed.run();

        successResultOf(connecting);
        assertThat(attempts.get(0).cancelled).isTrue();
        assertThat(attempts.get(1).cancelled).isFalse();
        assertThat(clock.getDelayedCalls()).isEmpty();
        assertThat(tried()).containsExactly(V6A, V4A);
    }

    @Test
    @Spec("END-013")
    void aFailureBeginsTheNextAttemptAtOnce() {
        Deferred<Client> connecting = connect(V6A, V4A);
        attempts.get(0).fail("first");

        assertThat(tried()).containsExactly(V6A, V4A);
        assertThat(clock.getDelayedCalls()).isEmpty();
        assertNoResult(connecting);
        attempts.get(1).succeed.run();
        successResultOf(connecting);
    }

    @Test
    @Spec("END-014")
    void whenAllHaveFailedTheLastFailureIsTheResult() {
        Deferred<Client> connecting = connect(V6A, V4A);
        clock.advance(DELAY);
        attempts.get(1).fail("second");
        assertNoResult(connecting);
        attempts.get(0).fail("first");

        assertThat(failureResultOf(connecting, ConnectionFailedException.class)).hasMessage("first");
        assertThat(clock.getDelayedCalls()).isEmpty();
    }

    @Test
    @Spec("END-014")
    void aNameWithoutAddressFails() {
        Deferred<Client> connecting = connect();

        assertThat(failureResultOf(connecting, HostNotFoundException.class))
                .hasMessage("cannot connect to tcp:host.example:80: no such host");
        assertThat(clock.getDelayedCalls()).isEmpty();
    }

    @Test
    void anAttemptThatBuildsNoProtocolHasFailed() {
        Deferred<Client> connecting = endpoint(manual, "host.example").connect(peer -> null);
        receivers.get(0).addressResolved(V6A);
        receivers.get(0).addressResolved(V4A);
        receivers.get(0).resolutionComplete();
        attempts.get(0).succeed.run();
        attempts.get(1).succeed.run();

        failureResultOf(connecting, NoProtocol.class);
    }

    @Test
    void resolvingIsLimitedToo() {
        Deferred<Client> connecting = endpoint(manual, "host.example").connect(peer -> new Client());
        clock.advance(Duration.ofSeconds(30));

        failureResultOf(connecting, ConnectionTimedOutException.class);
        assertThat(resolutionCancelled).isTrue();
    }

    @Test
    @Spec("END-015")
    void cancellingWhileResolvingCancelsTheLookup() {
        Deferred<Client> connecting = endpoint(manual, "host.example").connect(peer -> new Client());
        connecting.cancel();

        assertThat(failureResultOf(connecting, ConnectingCancelledException.class)
                        .address())
                .isEqualTo(new HostnameAddress("host.example", 80));
        assertThat(resolutionCancelled).isTrue();
        assertThat(clock.getDelayedCalls()).isEmpty();
    }

    @Test
    @Spec("END-015")
    void cancellingCancelsAllAttempts() {
        Deferred<Client> connecting = connect(V6A, V4A, V6B);
        clock.advance(DELAY);
        connecting.cancel();

        failureResultOf(connecting, ConnectingCancelledException.class);
        assertThat(attempts).allMatch(each -> each.cancelled).hasSize(2);
        assertThat(clock.getDelayedCalls()).isEmpty();
    }

    @Test
    void aResolverThatAnswersAtOnceIsFine() {
        NameResolver prompt = (receiver, query) -> {
            receiver.addressResolved(V4A);
            receiver.resolutionComplete();
            return manual.resolveHostName(
                    new ResolutionReceiver() {
                        @Override
                        public void addressResolved(io.netwist.bridge.address.Address address) {}

                        @Override
                        public void resolutionComplete() {}
                    },
                    query);
        };
        Deferred<Client> connecting = endpoint(prompt, "host.example").connect(peer -> new Client());

        assertThat(tried()).containsExactly(V4A);
        attempts.get(0).succeed.run();
        successResultOf(connecting);
    }

    @Test
    @Spec("END-016")
    void asksForTheEncodedName() {
        List<HostQuery> queries = new ArrayList<>();
        HostnameEndpoint endpoint = endpoint(
                (receiver, query) -> {
                    queries.add(query);
                    return manual.resolveHostName(receiver, query);
                },
                "bücher.example");
        endpoint.connect(peer -> new Client()).handleFailure(failure -> {}).cancel();

        assertThat(queries).extracting(HostQuery::name).containsExactly("xn--bcher-kva.example");
        assertThat(endpoint).hasToString("HostnameEndpoint xn--bcher-kva.example:80");
        assertThat(endpoint(manual, "::1")).hasToString("HostnameEndpoint [::1]:80");
    }

    @Test
    @Spec("END-016")
    void aNameThatCannotBeAHostsFailsTheConnect() {
        HostnameEndpoint endpoint = endpoint(manual, "bad name\n");

        failureResultOf(endpoint.connect(peer -> new Client()), IllegalArgumentException.class);
        assertThat(endpoint).hasToString("HostnameEndpoint bad\\u0020name\\u000a:80");
    }
}
