/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionRefusedException;
import io.netwist.bridge.testing.MemoryConnector;
import io.netwist.bridge.testing.MemoryReactor;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.testing.Spec;
import io.netwist.deferred.time.DelayedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconnectingClientFactoryTest {

    private final MemoryReactor reactor = new MemoryReactor();

    /** Connects again, with delays that do not depend on chance unless a test sets a jitter. */
    private static class Client extends ReconnectingClientFactory<BaseProtocol> {
        final List<String> calls = new ArrayList<>();

        Client(MemoryReactor reactor, RandomGenerator random) {
            super(reactor, random);
            setJitter(0);
        }

        Client with(Duration initial, double factor, Duration longest) {
            setInitialDelay(initial);
            setFactor(factor);
            setMaxDelay(longest);
            return this;
        }

        Client jitter(double jitter) {
            setJitter(jitter);
            return this;
        }

        Client retries(int retries) {
            setMaxRetries(retries);
            return this;
        }

        @Override
        public void startFactory() {
            calls.add("start");
        }

        @Override
        public void stopFactory() {
            calls.add("stop");
        }

        @Override
        public BaseProtocol buildProtocol(Address peer) {
            return new BaseProtocol() {};
        }
    }

    @BeforeEach
    void holdConnecting() {
        reactor.holdConnecting();
    }

    private Client client() {
        return new Client(reactor, RandomGenerator.getDefault());
    }

    private Client connect(Client client) {
        reactor.connectTCP("127.0.0.1", 80, client);
        return client;
    }

    private MemoryConnector attempt() {
        assertThat(reactor.connecting()).hasSize(1);
        return reactor.connecting().get(0);
    }

    private void refuse() {
        attempt().fail(new ConnectionRefusedException("refused", null));
    }

    /** Seconds until the only timer. */
    private double wait(Client client) {
        assertThat(reactor.getDelayedCalls()).hasSize(1);
        DelayedCall next = reactor.getDelayedCalls().get(0);
        double seconds = (next.getTime() - reactor.nanoTime()) / 1e9;
        reactor.clock().advance(Duration.ofNanos(next.getTime() - reactor.nanoTime()));
        assertThat(client.isTrying()).isTrue();
        return seconds;
    }

    @Test
    @Spec({"FAC-020", "FAC-021", "FAC-022"})
    void waitsLongerEachTimeUpToALimit() {
        Client client = connect(client());
        List<Double> waits = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            refuse();
            waits.add(wait(client));
        }
        assertThat(waits.get(0)).isCloseTo(Math.E, Offset.offset(1e-6));
        assertThat(waits.get(1)).isCloseTo(Math.E * Math.E, Offset.offset(1e-6));
        assertThat(waits).isSorted().endsWith(3600.0, 3600.0);
        // It is not in use while it waits, so each attempt starts it anew.
        assertThat(client.calls).startsWith("start", "stop", "start").endsWith("start");
    }

    @Test
    @Spec({"FAC-020", "FAC-013"})
    void comesBackWhenAConnectionIsLost() {
        Client client = connect(client().with(Duration.ofSeconds(4), 1, Duration.ofMinutes(1)));
        StringTransport transport = attempt().succeed().orElseThrow();
        transport.disconnect(new ConnectionDone());
        assertThat(wait(client)).isEqualTo(4);
        attempt();
    }

    @Test
    @Spec("FAC-023")
    void knowsOfSuccessOnlyWhenItIsTold() {
        Client client = connect(client().with(Duration.ofSeconds(1), 2, Duration.ofMinutes(1)));
        refuse();
        assertThat(wait(client)).isEqualTo(2);
        attempt().succeed().orElseThrow().disconnect(new ConnectionDone());
        assertThat(wait(client)).isEqualTo(4);
        StringTransport good = attempt().succeed().orElseThrow();
        client.resetDelay();
        good.disconnect(new ConnectionDone());
        assertThat(wait(client)).isEqualTo(2);
    }

    @Test
    @Spec("FAC-021")
    void givesUpAfterAsManyRetriesAsItIsAllowed() {
        Client client = connect(
                client().with(Duration.ofSeconds(1), 1, Duration.ofMinutes(1)).retries(2));
        refuse();
        wait(client);
        refuse();
        wait(client);
        refuse();
        assertThat(reactor.getDelayedCalls()).isEmpty();
        assertThat(reactor.connecting()).isEmpty();
        assertThat(client.calls).containsExactly("start", "stop", "start", "stop", "start", "stop");
    }

    @Test
    @Spec("FAC-022")
    void keepsChanceBetweenNothingAndTheLongest() {
        // Draws far from the mean, on both sides: Twisted would wait for less than nothing, or longer than allowed.
        double[] draws = {-100, 100, 0};
        int[] at = {0};
        RandomGenerator wild = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextGaussian(double mean, double deviation) {
                return mean + deviation * draws[at[0]++];
            }
        };
        Client client = connect(new Client(reactor, wild)
                .with(Duration.ofSeconds(10), 1, Duration.ofSeconds(30))
                .jitter(0.5));
        refuse();
        assertThat(wait(client)).isEqualTo(0);
        client.resetDelay();
        refuse();
        assertThat(wait(client)).isEqualTo(30);
        client.resetDelay();
        refuse();
        assertThat(wait(client)).isEqualTo(10);
    }

    @Test
    @Spec("FAC-024")
    void stopsARetryThatWaits() {
        Client client = connect(client());
        refuse();
        client.stopTrying();
        assertThat(reactor.getDelayedCalls()).isEmpty();
        assertThat(client.isTrying()).isFalse();
        client.stopTrying();
    }

    @Test
    @Spec("FAC-024")
    void stopsAnAttemptUnderWayWithoutAnswering() {
        Client client = connect(client());
        client.stopTrying();
        assertThat(reactor.connecting()).isEmpty();
        assertThat(reactor.getDelayedCalls()).isEmpty();
        assertThat(client.calls).containsExactly("start", "stop");
    }

    @Test
    @Spec({"FAC-024", "FAC-025"})
    void keepsTheConnectionThereIsButDoesNotReplaceIt() {
        Client client = connect(client());
        StringTransport open = attempt().succeed().orElseThrow();
        client.stopTrying();
        assertThat(open.isDisconnecting()).isFalse();
        open.disconnect(new ConnectionDone());
        client.retry();
        assertThat(reactor.getDelayedCalls()).isEmpty();
        assertThat(reactor.connecting()).isEmpty();
    }

    @Test
    @Spec("FAC-025")
    void cannotRetryWhatWasNeverTried() {
        assertThatThrownBy(client()::retry)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has never connected");
    }

    @Test
    void refusesSettingsThatMeanNothing() {
        Client client = client();
        assertThatThrownBy(() -> client.setInitialDelay(Duration.ofSeconds(-1)))
                .hasMessage("delay: PT-1S (expected: zero or more)");
        assertThatThrownBy(() -> client.setMaxDelay(Duration.ofSeconds(-1)))
                .hasMessage("delay: PT-1S (expected: zero or more)");
        assertThatThrownBy(() -> client.setFactor(0.5)).hasMessage("factor: 0.5 (expected: 1 or more)");
        assertThatThrownBy(() -> client.setJitter(Double.NaN)).hasMessage("jitter: NaN (expected: zero or more)");
        assertThatThrownBy(() -> client.setMaxRetries(-1)).hasMessage("retries: -1 (expected: zero or more)");
    }
}
