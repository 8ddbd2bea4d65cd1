/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** New settings for a tree that runs. */
class ReconfigureTest {

    private final NettyReactor reactor = NettyReactor.create();
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void closeReactor() {
        reactor.close();
    }

    /** Takes settings over while it runs, unless these are bad. */
    private static final class Flexible extends BaseService {
        int setting;

        Flexible(String name, int setting) {
            setName(name);
            this.setting = setting;
        }

        @Override
        public Deferred<Boolean> reconfigureService(Service next) {
            int wanted = ((Flexible) next).setting;
            if (wanted < 0) {
                throw new IllegalArgumentException("setting: " + wanted + " (expected: 0 or more)");
            }
            setting = wanted;
            return Deferred.succeed(true);
        }
    }

    private Recording rigid(String name, String label) {
        Recording service = new Recording(label, log);
        service.setName(name);
        return service;
    }

    private Application running(Service... children) {
        return running(new Application("app"), children);
    }

    private Application running(Application application, Service... children) {
        for (Service each : children) {
            application.with(each);
        }
        successResultOf(application.startOn(reactor));
        log.clear();
        return application;
    }

    private static Application of(Service... children) {
        Application application = new Application("app");
        for (Service each : children) {
            application.with(each);
        }
        return application;
    }

    @Test
    @Spec("OPS-24")
    void aServiceThatCanTakesTheSettingsOverWhileItRuns() {
        Flexible service = new Flexible("a", 1);
        Application application = running(service);
        assertThat(successResultOf(application.reconfigure(of(new Flexible("a", 2)))))
                .isTrue();
        assertThat(application).containsExactly(service);
        assertThat(service.setting).isEqualTo(2);
        assertThat(service.state()).isEqualTo(ServiceState.RUNNING);
    }

    @Test
    void oneThatCannotIsReplaced() {
        Application application = running(rigid("a", "old a"), rigid("b", "old b"));
        Recording next = rigid("a", "new a");
        next.lifecycle().setOrigin("x");
        Recording same = rigid("b", "new b");
        application.getServiceNamed("b").lifecycle().setOrigin("same");
        same.lifecycle().setOrigin("same");
        successResultOf(application.reconfigure(of(next, same)));
        assertThat(log).containsExactly("stop old a", "privileged new a", "start new a");
        assertThat(application.getServiceNamed("a")).isSameAs(next);
        assertThat(next.parent()).containsSame(application);
    }

    @Test
    void childrenComeAndGoAndStandInTheNewOrder() {
        Application application = running(new Flexible("kept", 1), rigid("gone", "gone"));
        successResultOf(application.reconfigure(of(rigid("come", "come"), new Flexible("kept", 1))));
        assertThat(log).containsExactly("stop gone", "privileged come", "start come");
        assertThat(application).extracting(each -> each.name().orElseThrow()).containsExactly("come", "kept");
    }

    @Test
    @Spec("OPS-24")
    void aFailureInOneChildIsRolledBackAndItsSiblingsAreChanged() {
        Flexible bad = new Flexible("bad", 1);
        Flexible good = new Flexible("good", 1);
        Application application = running(bad, rigid("rigid", "old"), good);
        Recording broken = rigid("rigid", "new");
        broken.startThrows = new IllegalStateException("no such thing");
        Recording added = rigid("added", "added");
        added.startThrows = new IllegalStateException("not there");
        ReconfigureException failure = failureResultOf(
                application.reconfigure(of(new Flexible("bad", -1), broken, new Flexible("good", 5), added)),
                ReconfigureException.class);
        assertThat(failure)
                .hasMessage(
                        "app/bad, app/rigid, app/added: new settings not in effect: setting: -1 (expected: 0 or more)");
        assertThat(failure.getSuppressed()).hasSize(2);
        assertThat(bad.setting).isEqualTo(1);
        assertThat(good.setting).isEqualTo(5);
        assertThat(log)
                .containsExactly(
                        "stop old",
                        "privileged new",
                        "start new",
                        "stop new",
                        "privileged old",
                        "start old",
                        "privileged added",
                        "start added",
                        "stop added");
        assertThat(application).allSatisfy(each -> assertThat(each.isRunning()).isTrue());
        assertThat(application).hasSize(3);
        assertThat(application.state()).isEqualTo(ServiceState.RUNNING);
    }

    @Test
    void nestedParentsAreChangedInPlace() {
        MultiService inner = new MultiService().with(new Flexible("a", 1));
        inner.setName("inner");
        Application application = running(inner);
        MultiService next = new MultiService().with(new Flexible("a", 7)).with(rigid("b", "b"));
        next.setName("inner");
        successResultOf(application.reconfigure(of(next)));
        assertThat(application).containsExactly(inner);
        assertThat(((Flexible) inner.getServiceNamed("a")).setting).isEqualTo(7);
        assertThat(inner.getServiceNamed("b").isRunning()).isTrue();
    }

    @Test
    void whatDoesNotRunOrIsOfAnotherClassIsNotChanged() {
        Flexible stopped = new Flexible("a", 1);
        assertThat(successResultOf(stopped.reconfigure(new Flexible("a", 2)))).isFalse();
        assertThat(stopped.setting).isEqualTo(1);
        Application application = running(new Flexible("a", 1));
        successResultOf(application.reconfigure(of(rigid("a", "other class"))));
        assertThat(application.getServiceNamed("a")).isInstanceOf(Recording.class);
    }

    @Test
    @Spec("OPS-03")
    void tellsOfEachState() {
        Flexible service = new Flexible("a", 1);
        List<ServiceState> seen = new ArrayList<>();
        service.lifecycle().addListener(seen::add);
        service.lifecycle().addListener(state -> {
            throw new IllegalStateException("a listener's own trouble");
        });
        successResultOf(service.startOn(reactor));
        successResultOf(service.drain());
        successResultOf(service.stop());
        assertThat(seen)
                .containsExactly(
                        ServiceState.STARTING,
                        ServiceState.RUNNING,
                        ServiceState.DRAINING,
                        ServiceState.STOPPING,
                        ServiceState.STOPPED);
    }
}
