/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One service by itself. */
class ServiceTest {

    private final NettyReactor reactor = NettyReactor.create();
    private final List<String> log = new ArrayList<>();
    private final Recording service = new Recording("s", log);

    @AfterEach
    void closeReactor() {
        reactor.close();
    }

    @Test
    @Spec("SVC-01")
    void isNothingUntilStarted() {
        assertThat(service.name()).isEmpty();
        assertThat(service.parent()).isEmpty();
        assertThat(service.isRunning()).isFalse();
        assertThat(service.state()).isEqualTo(ServiceState.NEW);
    }

    @Test
    @Spec("SVC-01")
    void runsFromStartToStop() {
        successResultOf(service.startOn(reactor));
        assertThat(service.isRunning()).isTrue();
        assertThat(service.isReady()).isTrue();
        assertThat(service.reactor()).isSameAs(reactor);
        successResultOf(service.stop());
        assertThat(service.state()).isEqualTo(ServiceState.STOPPED);
        assertThat(log).containsExactly("privileged s", "start s", "stop s");
        assertThatThrownBy(service::reactor).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Spec("OPS-07")
    void startingTwiceAndStoppingTwiceDoesNothingTheSecondTime() {
        successResultOf(service.stop());
        successResultOf(service.startOn(reactor));
        successResultOf(service.startOn(reactor));
        successResultOf(service.stop());
        successResultOf(service.stop());
        assertThat(log).containsExactly("privileged s", "start s", "stop s");
    }

    @Test
    @Spec("OPS-07")
    void startsAgainAfterAStop() {
        successResultOf(service.startOn(reactor));
        successResultOf(service.stop());
        log.clear();
        successResultOf(service.startOn(reactor));
        assertThat(log).containsExactly("privileged s", "start s");
    }

    @Test
    @Spec("OPS-06")
    void isRunningOnlyWhenItsStartHasFired() {
        service.starting = new Deferred<>();
        Deferred<?> started = service.startOn(reactor);
        assertNoResult(started);
        assertThat(service.state()).isEqualTo(ServiceState.STARTING);
        assertThat(service.isReady()).isFalse();
        service.starting.callback(null);
        successResultOf(started);
        assertThat(service.state()).isEqualTo(ServiceState.RUNNING);
    }

    @Test
    @Spec("OPS-06")
    void undoesAStartThatFails() {
        service.startThrows = new IllegalStateException("no");
        assertThat(failureResultOf(service.startOn(reactor), IllegalStateException.class))
                .hasMessage("no");
        assertThat(log).containsExactly("privileged s", "start s", "stop s");
        assertThat(service.state()).isEqualTo(ServiceState.FAILED);
        assertThat(service.isLive()).isFalse();
        assertThat(service.lifecycle().failure()).containsSame(service.startThrows);
    }

    @Test
    void reportsTheFailureOfTheUndoingWithTheOneOfTheStart() {
        service.startThrows = new IllegalStateException("no");
        service.stopThrows = new IllegalStateException("neither");
        assertThat(failureResultOf(service.startOn(reactor), IllegalStateException.class)
                        .getSuppressed())
                .containsExactly(service.stopThrows);
    }

    @Test
    void startsAfterAFailure() {
        service.startThrows = new IllegalStateException("no");
        failureResultOf(service.startOn(reactor), IllegalStateException.class);
        service.startThrows = null;
        successResultOf(service.startOn(reactor));
        assertThat(service.isLive()).isTrue();
        assertThat(service.lifecycle().failure()).isEmpty();
    }

    @Test
    void aStopCancelsAStartThatIsUnderWay() {
        service.starting = new Deferred<>();
        Deferred<?> started = service.startOn(reactor);
        Deferred<?> stopped = service.stop();
        failureResultOf(started, CancelledException.class);
        successResultOf(stopped);
        assertThat(log).containsExactly("privileged s", "start s", "stop s");
    }

    @Test
    void aStartDuringAStopComesAfterIt() {
        successResultOf(service.startOn(reactor));
        service.stopping = new Deferred<>();
        Deferred<?> stopped = service.stop();
        Deferred<?> again = service.startOn(reactor);
        assertNoResult(again);
        service.stopping.callback(null);
        successResultOf(stopped);
        successResultOf(again);
        assertThat(service.state()).isEqualTo(ServiceState.RUNNING);
    }

    @Test
    void twoStopsFireTogether() {
        successResultOf(service.startOn(reactor));
        service.stopping = new Deferred<>();
        Deferred<?> first = service.stop();
        Deferred<?> second = service.stop();
        assertNoResult(first);
        assertNoResult(second);
        service.stopping.callback(null);
        successResultOf(first);
        successResultOf(second);
        assertThat(log).containsExactly("privileged s", "start s", "stop s");
    }

    @Test
    @Spec("OPS-05")
    void isNotReadyWhileItDrains() {
        successResultOf(service.startOn(reactor));
        service.draining = new Deferred<>();
        Deferred<?> drained = service.drain();
        assertThat(service.state()).isEqualTo(ServiceState.DRAINING);
        assertThat(service.isReady()).isFalse();
        assertThat(service.isRunning()).isTrue();
        service.draining.callback(null);
        successResultOf(drained);
        successResultOf(service.stop());
        assertThat(log).containsExactly("privileged s", "start s", "drain s", "stop s");
    }

    @Test
    @Spec("OPS-02")
    void aStopEndsTheDraining() {
        successResultOf(service.startOn(reactor));
        service.draining = new Deferred<>();
        Deferred<?> drained = service.drain();
        successResultOf(service.stop());
        failureResultOf(drained, CancelledException.class);
    }

    @Test
    @Spec("OPS-04")
    void aStopThatFailsNamesTheService() {
        service.setName("web");
        service.stopThrows = new IllegalStateException("stuck");
        successResultOf(service.startOn(reactor));
        StopFailedException failure = failureResultOf(service.stop(), StopFailedException.class);
        assertThat(failure)
                .hasMessageContaining("web")
                .hasMessageContaining("stuck")
                .hasCause(service.stopThrows);
        assertThat(failure.path()).isEqualTo("web");
        assertThat(service.state()).isEqualTo(ServiceState.FAILED);
    }

    @Test
    void aHookThatReturnsNullIsToldWhatToReturn() {
        Service wrong = new BaseService() {
            @Override
            public Deferred<?> startService() {
                return null;
            }
        };
        assertThat(failureResultOf(wrong.startOn(reactor), NullPointerException.class))
                .hasMessageContaining("startService returned null (expected: a Deferred");
    }

    @Test
    @Spec("OPS-03")
    void tellsSinceWhenItIsInItsState() {
        var before = service.lifecycle().since();
        successResultOf(service.startOn(reactor));
        assertThat(service.lifecycle().since()).isAfterOrEqualTo(before);
    }
}
