/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services in a tree. */
class MultiServiceTest {

    private final NettyReactor reactor = NettyReactor.create();
    private final List<String> log = new ArrayList<>();
    private final Recording a = new Recording("a", log);
    private final Recording b = new Recording("b", log);
    private final Recording c = new Recording("c", log);
    private final MultiService parent = new MultiService();

    @AfterEach
    void closeReactor() {
        reactor.close();
    }

    @Test
    @Spec("SVC-02")
    void aChildCannotBeRenamed() {
        a.setName("a");
        parent.with(a);
        assertThatThrownBy(() -> a.setName("x")).isInstanceOf(IllegalStateException.class);
        assertThat(a.name()).contains("a");
    }

    @Test
    @Spec("SVC-03")
    void aNewParentStopsTheChildOfARunningOldOne() {
        parent.with(a);
        successResultOf(parent.startOn(reactor));
        MultiService other = new MultiService();
        a.stopping = new Deferred<>();
        Deferred<?> moved = a.setServiceParent(other);
        assertThat(a.parent()).containsSame(other);
        assertThat(parent).isEmpty();
        assertNoResult(moved);
        a.stopping.callback(null);
        successResultOf(moved);
        assertThat(a.isRunning()).isFalse();
    }

    @Test
    @Spec("SVC-05")
    void disowningHandsBackTheStop() {
        parent.with(a);
        successResultOf(parent.startOn(reactor));
        a.stopping = new Deferred<>();
        Deferred<?> gone = a.disownServiceParent();
        assertThat(a.parent()).isEmpty();
        assertNoResult(gone);
        a.stopping.callback(null);
        successResultOf(gone);
        assertThatThrownBy(a::disownServiceParent).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Spec("SVC-06")
    void refusesASecondChildOfTheSameNameAndLeavesItAlone() {
        a.setName("web");
        b.setName("web");
        parent.with(a);
        assertThatThrownBy(() -> b.setServiceParent(parent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name: web");
        assertThat(b.parent()).isEmpty();
        assertThat(parent).containsExactly(a);
    }

    @Test
    @Spec("SVC-07")
    void findsNamedDirectChildrenOnly() {
        a.setName("web");
        b.setName("web");
        MultiService inner = new MultiService().with(b);
        parent.with(a).with(inner).with(c);
        assertThat(parent.getServiceNamed("web")).isSameAs(a);
        assertThatThrownBy(() -> parent.getServiceNamed("dns"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("dns")
                .hasMessageContaining("web");
    }

    @Test
    @Spec("SVC-08")
    void iteratesInTheOrderOfAddingAndOverASnapshot() {
        parent.with(a).with(b).with(c);
        List<Service> seen = new ArrayList<>();
        for (Service each : parent) {
            seen.add(each);
            each.disownServiceParent();
        }
        assertThat(seen).containsExactly(a, b, c);
        assertThat(parent).isEmpty();
    }

    @Test
    @Spec("SVC-09")
    void aChildOfARunningParentStartsAtOnce() {
        successResultOf(parent.startOn(reactor));
        successResultOf(parent.addService(a));
        assertThat(log).containsExactly("privileged a", "start a");
    }

    @Test
    @Spec("SVC-10")
    void aChildOfAParentThatDoesNotRunDoesNotStart() {
        successResultOf(parent.addService(a));
        assertThat(log).isEmpty();
    }

    @Test
    @Spec("SVC-11")
    void removingAStrangerIsAnError() {
        assertThatThrownBy(() -> parent.removeService(a)).isInstanceOf(IllegalArgumentException.class);
        parent.with(a);
        successResultOf(parent.removeService(a));
        assertThat(log).isEmpty();
    }

    @Test
    void refusesToBecomeItsOwnDescendant() {
        MultiService inner = new MultiService();
        parent.with(inner);
        assertThatThrownBy(() -> inner.addService(parent)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> inner.addService(inner)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Spec({"SVC-12", "SVC-13"})
    void startsInOrderThePrivilegedPartsOfTheWholeTreeFirst() {
        parent.with(a).with(new MultiService().with(b)).with(c);
        successResultOf(parent.startOn(reactor));
        assertThat(log)
                .containsExactly("privileged a", "privileged b", "privileged c", "start a", "start b", "start c");
    }

    @Test
    @Spec("OPS-06")
    void aChildStartsWhenTheOneBeforeItHasStarted() {
        a.starting = new Deferred<>();
        parent.with(a).with(b);
        Deferred<?> started = parent.startOn(reactor);
        assertThat(log).doesNotContain("start b");
        a.starting.callback(null);
        assertThat(log).endsWith("start b");
        successResultOf(started);
    }

    @Test
    @Spec({"SVC-14", "OPS-06"})
    void aChildThatFailsToStartStopsWhatWasStarted() {
        b.startThrows = new IllegalStateException("no");
        parent.with(a).with(b).with(c);
        assertThat(failureResultOf(parent.startOn(reactor), IllegalStateException.class))
                .hasMessage("no");
        assertThat(log)
                .containsExactly(
                        "privileged a",
                        "privileged b",
                        "privileged c",
                        "start a",
                        "start b",
                        "stop b",
                        "stop c",
                        "stop a");
        assertThat(parent.state()).isEqualTo(ServiceState.FAILED);
        assertThat(a.state()).isEqualTo(ServiceState.STOPPED);
    }

    @Test
    @Spec("SVC-15")
    void stopsInReverseWithoutWaitingBetween() {
        parent.with(a).with(b).with(c);
        successResultOf(parent.startOn(reactor));
        log.clear();
        c.stopping = new Deferred<>();
        Deferred<?> stopped = parent.stop();
        assertThat(log).containsExactly("stop c", "stop b", "stop a");
        assertNoResult(stopped);
        c.stopping.callback(null);
        successResultOf(stopped);
    }

    @Test
    @Spec({"SVC-16", "OPS-04"})
    void aChildThatFailsToStopIsReportedAndTheOthersStopAllTheSame() {
        b.setName("b");
        b.stopThrows = new IllegalStateException("stuck b");
        c.stopThrows = new IllegalStateException("stuck c");
        parent.setName("top");
        parent.with(a).with(b).with(c);
        successResultOf(parent.startOn(reactor));
        StopFailedException failure = failureResultOf(parent.stop(), StopFailedException.class);
        assertThat(failure).hasMessageContaining("stuck c");
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(other -> assertThat(other).hasMessageContaining("top/b failed to stop"));
        assertThat(a.state()).isEqualTo(ServiceState.STOPPED);
    }

    @Test
    void aStopDuringTheStartStopsWhatWasStarted() {
        b.starting = new Deferred<>();
        parent.with(a).with(b).with(c);
        Deferred<?> started = parent.startOn(reactor);
        successResultOf(parent.stop());
        failureResultOf(started, io.netwist.deferred.CancelledException.class);
        assertThat(log).contains("stop a", "stop b").doesNotContain("start c");
        assertThat(a.state()).isEqualTo(ServiceState.STOPPED);
    }

    @Test
    @Spec("OPS-05")
    void drainsAllChildrenAtOnce() {
        a.draining = new Deferred<>();
        c.draining = new Deferred<>();
        parent.with(a).with(b).with(c);
        successResultOf(parent.startOn(reactor));
        log.clear();
        Deferred<?> drained = parent.drain();
        assertThat(log).containsExactly("drain c", "drain b", "drain a");
        assertThat(parent.isReady()).isFalse();
        a.draining.callback(null);
        assertNoResult(drained);
        c.draining.callback(null);
        successResultOf(drained);
    }

    @Test
    @Spec("SVC-04")
    void anApplicationIsTheRootItself() {
        Application application = new Application("finger").with(a);
        assertThat(a.parent()).containsSame(application);
        assertThat(application.name()).contains("finger");
        assertThat(a.path()).startsWith("finger/");
        assertThatThrownBy(() -> application.setServiceParent(parent)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Spec({"APP-01", "APP-02", "APP-03"})
    void anApplicationHasSettingsAndComponents() {
        Application application = new Application("finger");
        assertThat(application.processSettings()).isEqualTo(ProcessSettings.unchanged());
        application.setProcessSettings(ProcessSettings.unchanged().withUid("nobody"));
        assertThat(application.processSettings().uid()).contains("nobody");
        assertThat(application.component(Runnable.class)).isEmpty();
        Runnable something = () -> {};
        application.setComponent(Runnable.class, something);
        assertThat(application.component(Runnable.class)).containsSame(something);
    }
}
