/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionRefusedException;
import io.netwist.bridge.testing.MemoryReactor;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.DeferredTimeoutException;
import io.netwist.deferred.testing.Spec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A connection that is kept, in memory and by a manual clock. */
class ClientServiceTest {

    private static final class Line extends BaseProtocol {}

    private final MemoryReactor reactor = new MemoryReactor();
    private ClientService<Line> service = new ClientService<>("tcp:127.0.0.1:6379", Factory.forProtocol(Line::new))
            .withRetryPolicy(failures -> Duration.ofSeconds(failures));

    ClientServiceTest() {
        reactor.holdConnecting();
    }

    private void start() {
        successResultOf(service.startOn(reactor));
    }

    private StringTransport succeed() {
        return reactor.connecting().get(0).succeed().orElseThrow();
    }

    private void refuse() {
        reactor.connecting().get(0).fail(new ConnectionRefusedException("refused", null));
    }

    private void advance(long seconds) {
        reactor.clock().advance(Duration.ofSeconds(seconds));
    }

    @Test
    @Spec("SVC-36")
    void beginsOneAttemptAtItsStart() {
        assertThat(service.connectionState()).isEqualTo(ClientService.State.INIT);
        start();
        start();
        assertThat(reactor.connecting()).hasSize(1);
        assertThat(service.connectionState()).isEqualTo(ClientService.State.CONNECTING);
        assertThat(service.isRunning()).isTrue();
        assertThat(service.isReady()).isFalse();
    }

    @Test
    @Spec({"SVC-37", "OPS-44"})
    void waitsLongerAfterEachFailure() {
        start();
        refuse();
        assertThat(service.failedAttempts()).isEqualTo(1);
        assertThat(service.connectionState()).isEqualTo(ClientService.State.WAITING);
        assertThat(service.lastFailure()).containsInstanceOf(ConnectionRefusedException.class);
        advance(1);
        refuse();
        advance(1);
        assertThat(reactor.connecting()).isEmpty();
        advance(1);
        assertThat(reactor.connecting()).hasSize(1);
        assertThat(service.failedAttempts()).isEqualTo(2);
    }

    @Test
    @Spec("SVC-38")
    void beginsAnewAfterALostConnection() {
        start();
        refuse();
        advance(1);
        StringTransport transport = succeed();
        assertThat(service.failedAttempts()).isZero();
        assertThat(service.isReady()).isTrue();
        transport.disconnect(new ConnectionDone());
        assertThat(service.connectionState()).isEqualTo(ClientService.State.WAITING);
        advance(1);
        assertThat(reactor.connecting()).hasSize(1);
    }

    @Test
    @Spec("SVC-39")
    void backsOffAsTwistedDoes() {
        RetryPolicy policy = RetryPolicy.backOff(Duration.ofSeconds(1), 1.5, Duration.ofSeconds(60), () -> 1.0);
        assertThat(policy.delay(0)).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.delay(1)).isEqualTo(Duration.ofMillis(2500));
        assertThat(policy.delay(10).toMillis()).isEqualTo(58665);
        assertThat(policy.delay(20)).isEqualTo(Duration.ofSeconds(61));
        assertThat(policy.delay(1_000_000)).isEqualTo(Duration.ofSeconds(61));
        assertThat(RetryPolicy.backOff().delay(1)).isBetween(Duration.ofMillis(1500), Duration.ofMillis(2500));
    }

    @Test
    @Spec("SVC-40")
    void givesTheSameProtocolToAllWhoWait() {
        Deferred<Line> early = service.whenConnected();
        assertNoResult(early);
        start();
        Deferred<Line> late = service.whenConnected();
        succeed();
        Line protocol = successResultOf(early);
        assertThat(successResultOf(late)).isSameAs(protocol);
        assertThat(successResultOf(service.whenConnected())).isSameAs(protocol);
    }

    @Test
    @Spec("SVC-41")
    void failsThoseWhosePatienceIsOver() {
        start();
        Deferred<Line> patient = service.whenConnected();
        Deferred<Line> twice = service.whenConnected(2);
        refuse();
        assertNoResult(twice);
        advance(1);
        refuse();
        failureResultOf(twice, ConnectionRefusedException.class);
        assertNoResult(patient);
        assertThatThrownBy(() -> service.whenConnected(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void failsThoseWhoseDeadlineHasPassed() {
        start();
        Deferred<Line> waiting = service.whenConnected(0, Duration.ofSeconds(5));
        advance(5);
        failureResultOf(waiting, DeferredTimeoutException.class);
        succeed();
    }

    @Test
    @Spec("SVC-42")
    void cancelsThoseWhoWaitWhenItStops() {
        start();
        Deferred<Line> waiting = service.whenConnected();
        successResultOf(service.stop());
        failureResultOf(waiting, CancelledException.class);
        failureResultOf(service.whenConnected(), CancelledException.class);
        assertThat(service.connectionState()).isEqualTo(ClientService.State.STOPPED);
    }

    @Test
    @Spec("SVC-43")
    void stopsWhileItWaits() {
        start();
        refuse();
        successResultOf(service.stop());
        assertThat(reactor.getDelayedCalls()).isEmpty();
    }

    @Test
    @Spec("SVC-43")
    void stopsAnAttempt() {
        start();
        successResultOf(service.stop());
        assertThat(reactor.connecting()).isEmpty();
        assertThat(reactor.getDelayedCalls()).isEmpty();
    }

    @Test
    @Spec({"SVC-43", "SVC-44"})
    void stopsWhenTheConnectionIsOverAndStartsAgainAfterIt() {
        start();
        StringTransport transport = succeed();
        Deferred<?> stopped = service.stop();
        Deferred<?> again = service.startOn(reactor);
        assertThat(transport.isDisconnecting()).isTrue();
        if (!stopped.isCalled()) {
            assertThat(service.connectionState()).isEqualTo(ClientService.State.DISCONNECTING);
            transport.disconnect(new ConnectionDone());
        }
        successResultOf(stopped);
        successResultOf(again);
        assertThat(reactor.connecting()).hasSize(1);
    }

    @Test
    @Spec({"SVC-45", "OPS-44"})
    void closesAConnectionThatThePreparationRejects() {
        Deferred<String> login = new Deferred<>();
        service = service.withPrepare(line -> login);
        start();
        Deferred<Line> waiting = service.whenConnected(1);
        StringTransport transport = succeed();
        assertNoResult(waiting);
        login.errback(new IllegalStateException("wrong password"));
        assertThat(failureResultOf(waiting, IllegalStateException.class)).hasMessage("wrong password");
        assertThat(transport.isConnected() && !transport.isDisconnecting()).isFalse();
        assertThat(service.failedAttempts()).isEqualTo(1);
    }

    @Test
    @Spec("SVC-45")
    void isConnectedWhenThePreparationIsDone() {
        Deferred<String> login = new Deferred<>();
        service = service.withPrepare(line -> login);
        start();
        Deferred<Line> waiting = service.whenConnected();
        succeed();
        assertNoResult(waiting);
        assertThat(service.isReady()).isFalse();
        login.callback("in");
        successResultOf(waiting);
        assertThat(service.isReady()).isTrue();
    }

    @Test
    void aBadDescriptionFailsInTheConstructor() {
        assertThatThrownBy(() -> new ClientService<>("tcp:x", Factory.forProtocol(Line::new)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
