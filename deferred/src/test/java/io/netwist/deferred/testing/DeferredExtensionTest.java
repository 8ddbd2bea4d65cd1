/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.netty.util.ResourceLeakDetectorFactory;
import io.netwist.deferred.Deferred;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs classes of tests that misbehave. */
class DeferredExtensionTest {
    private static Events run(Class<?> tests, boolean classes) {
        var results = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                .configurationParameter("junit.jupiter.conditions.deactivate", "org.junit.*DisabledCondition")
                .selectors(selectClass(tests))
                .execute();
        return classes ? results.containerEvents() : results.testEvents();
    }

    private static List<String> failed(Events events) {
        return events.failed().stream()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .toList();
    }

    @Spec({"TRI-009", "TRI-010", "TRI-011"})
    @Test
    void failsTheVeryTestThatLeftSomething() {
        assertThat(failed(run(Leaving.class, false)))
                .containsExactlyInAnyOrder("aFailure()", "aDeferred()", "aTimer(TestClock)");
    }

    @Test
    void failsTheClassThatLeaked() {
        assertThat(failed(run(Leaking.class, true))).hasSize(1);
    }

    @org.junit.jupiter.api.Disabled("run by the test above")
    @ExtendWith(DeferredExtension.class)
    static final class Leaving {
        @Test
        void nothing(TestClock clock) {
            clock.callLater(Duration.ZERO, () -> {});
            clock.advance(Duration.ZERO);
            new Deferred<String>().cancel();
            Leftovers.mustFire(Deferred.succeed("x"));
            new TestClock().callLater(Duration.ZERO, () -> {});
        }

        @Test
        void aFailure() {
            new Deferred<String>().errback(new IOException());
        }

        @Test
        void aDeferred() {
            Leftovers.mustFire(new Deferred<String>());
        }

        @Test
        void aTimer(TestClock clock) {
            clock.callLater(Duration.ZERO, () -> {});
        }
    }

    @org.junit.jupiter.api.Disabled("run by the test above")
    @ExtendWith(DeferredExtension.class)
    static final class Leaking {
        @Test
        void aBuffer() {
            var tracker = ResourceLeakDetectorFactory.instance()
                    .newResourceLeakDetector(Object.class, 1)
                    .track(new Object());
            assertThat(tracker).isNotNull();
        }
    }
}
